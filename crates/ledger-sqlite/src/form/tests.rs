use whitestone_ledger::testing::made;

use super::*;

fn place(assertion: &Assertion) -> Place<'_> {
    Place {
        name: &assertion.subject.name,
        document: assertion.document(),
    }
}

fn back(form: &[u8], assertion: &Assertion) -> Result<Assertion, String> {
    let row = Row {
        subject: &assertion.subject,
        property: assertion.property.clone(),
        document: assertion.document(),
    };
    decode(form, &row, &mut Pool::default())
}

fn assertion(content: Content) -> Assertion {
    let new = made::document("a.txt", "Title\nIt has 25 mines, it said.\n");
    let mut assertion = made::assertion(&new.document, "S001", "hazard.count", "25 mines");
    assertion.content = content;
    assertion
}

fn contents() -> Vec<Content> {
    let number = |text: &str| text.parse::<Decimal>().ok();
    let quantity = Quantity {
        low: number("0.48"),
        best: None,
        high: number("79228162514264337593543950335"),
        unit: "km2".to_owned(),
        basis: Some(Basis::Vague),
        words: "half".to_owned(),
    };
    let money = Money {
        low: number("-3"),
        high: None,
        currency: "USD".to_owned(),
        basis: None,
        words: String::new(),
    };
    vec![
        Content::Absent {
            why: Absence::Unknown,
            kind: ValueKind::Quantity,
            words: "no known reports".to_owned(),
        },
        Content::Known(Value::Quantity(quantity)),
        Content::Known(Value::Money(money)),
        Content::code("has"),
        Content::Known(Value::text("no money")),
        Content::Known(Value::Date(kept("2005-05"))),
        Content::Known(Value::Entity("PMN".to_owned())),
        Content::Known(Value::Geometry("POINT (1 2)".to_owned())),
        Content::Known(Value::Boolean(true)),
    ]
}

#[test]
fn every_content_comes_back_as_it_was_kept() {
    for content in contents() {
        let mut assertion = assertion(content);
        assertion.polarity = Polarity::Deny;
        let form = encode(&assertion, &place(&assertion)).unwrap();
        assert_eq!(back(&form, &assertion), Ok(assertion));
    }
}

#[test]
fn what_the_row_does_not_say_stands_in_the_form() {
    let elsewhere = Place {
        name: "Kembuti",
        document: None,
    };
    let assertion = assertion(Content::code("has"));
    let form = encode(&assertion, &elsewhere).unwrap();
    let mut row = Row {
        subject: &Subject::state("S001", "Kembuti").into(),
        property: assertion.property.clone(),
        document: None,
    };
    let mut pool = Pool::default();
    assert_eq!(decode(&form, &row, &mut pool), Ok(assertion.clone()));
    row.document = Some(DocumentId::of(b"another"));
    assert_eq!(decode(&form, &row, &mut pool), Ok(assertion));
}

#[test]
fn half_a_form_is_an_error() {
    let assertion = assertion(Content::code("has"));
    let form = encode(&assertion, &place(&assertion)).unwrap();
    for end in 0..form.len() {
        assert!(back(&form[..end], &assertion).is_err(), "{end}");
    }
}

/// Fields and variants are stored by their order: a change here is a new format of the ledger.
#[test]
fn the_stored_form_is_this() {
    let forms: Vec<String> = contents()
        .into_iter()
        .map(|content| {
            let assertion = assertion(content);
            let form = encode(&assertion, &place(&assertion)).unwrap();
            form.escape_ascii().to_string()
        })
        .collect();
    insta::assert_snapshot!(forms.join("\n"));
    let variants = (
        [
            Absence::None,
            Absence::Unknown,
            Absence::Withheld,
            Absence::NotApplicable,
        ],
        [Polarity::Affirm, Polarity::Deny],
        [
            Modality::Asserted,
            Modality::Reported,
            Modality::Estimated,
            Modality::Suspected,
        ],
        [
            Modality::Alleged,
            Modality::Denied,
            Modality::Planned,
            Modality::Unknown,
        ],
        [
            Sensitivity::Public,
            Sensitivity::Partner,
            Sensitivity::Restricted,
            Sensitivity::Personal,
        ],
        [TimeMode::Throughout, TimeMode::Sometime],
        [Basis::Count, Basis::Estimate, Basis::Range, Basis::About],
        [Basis::AtLeast, Basis::AtMost, Basis::Rounded, Basis::Vague],
        [
            ValueKind::Quantity,
            ValueKind::Money,
            ValueKind::Code,
            ValueKind::Text,
        ],
        [
            ValueKind::Date,
            ValueKind::Entity,
            ValueKind::Geometry,
            ValueKind::Boolean,
        ],
    );
    assert_eq!(
        postcard::to_allocvec(&variants).unwrap(),
        [
            0, 1, 2, 3, 0, 1, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 0, 1, 0, 1, 2, 3, 4, 5, 6, 7, 0,
            1, 2, 3, 4, 5, 6, 7
        ]
    );
}
