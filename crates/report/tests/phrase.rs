//! The small words, one by one.

use whitestone_model::{Basis, Content, Edtf, Value};
use whitestone_report::phrase::Words;
use whitestone_testkit::{ClaimBuilder, project_vocabulary};

#[test]
fn dates() {
    let vocabulary = project_vocabulary().unwrap();
    let words = Words {
        vocabulary: &vocabulary,
    };
    for (edtf, written) in [
        ("2004-12-03", "3 December 2004"),
        ("2004-05", "May 2004"),
        ("2005~", "about 2005"),
        ("199X", "the 1990s"),
    ] {
        assert_eq!(words.date(edtf), written);
    }
}

#[test]
fn times_of_what_happened_and_of_what_holds() {
    let vocabulary = project_vocabulary().unwrap();
    let words = Words {
        vocabulary: &vocabulary,
    };
    let when = |property: &str, edtf: &str| {
        let claim = ClaimBuilder::code(property, "x").when(edtf).build();
        words.when(&claim, vocabulary.property(&property.into()).unwrap())
    };
    for (property, edtf, written) in [
        ("unga.vote", "2004-12-03", Some("on 3 December 2004")),
        ("unga.vote", "2004", Some("in 2004")),
        ("unga.vote", "1999/2000", Some("from 1999 to 2000")),
        ("unga.vote", "../2004", Some("by 2004")),
        ("treaty.status", "2005", Some("as of 2005")),
        ("treaty.status", "1994/..", Some("since 1994")),
        ("treaty.status", "", None),
    ] {
        assert_eq!(
            when(property, edtf).as_deref(),
            written,
            "{property} {edtf}"
        );
    }
    assert!("2004-13".parse::<Edtf>().is_err());
}

#[test]
fn quantities() {
    let vocabulary = project_vocabulary().unwrap();
    let words = Words {
        vocabulary: &vocabulary,
    };
    let check = |low, high, unit, basis, printed, expected: &str| {
        let claim =
            ClaimBuilder::between("casualties.count", low, high, unit, basis, printed).build();
        let Content::Known(Value::Quantity(quantity)) = &claim.content else {
            panic!("a quantity")
        };
        assert_eq!(words.quantity(quantity), expected);
    };
    check(
        Some("1"),
        Some("1"),
        "persons",
        Basis::Count,
        "one",
        "1 person",
    );
    check(
        Some("11"),
        None,
        "persons",
        Basis::AtLeast,
        "at least 11",
        "at least 11 people",
    );
    check(
        Some("1000"),
        Some("2000"),
        "persons",
        Basis::Range,
        "",
        "between 1,000 and 2,000 people",
    );
    check(
        Some("20000"),
        Some("99999"),
        "items",
        Basis::Vague,
        "several tens of thousands",
        "several tens of thousands",
    );
    check(
        Some("0.48"),
        Some("0.48"),
        "km2",
        Basis::About,
        "",
        "about 0.48 km\u{b2}",
    );
    check(
        None,
        Some("5"),
        "persons",
        Basis::AtMost,
        "",
        "at most 5 people",
    );
}

#[test]
fn names_take_their_article() {
    let vocabulary = project_vocabulary().unwrap();
    let words = Words {
        vocabulary: &vocabulary,
    };
    for (name, before, written) in [
        ("government of Peru", "", "the government of Peru"),
        ("Kyrgyz-Uzbek border", "on ", "the Kyrgyz-Uzbek border"),
        ("Kyrgyz-Uzbek border", "on the ", "Kyrgyz-Uzbek border"),
        ("Batken region", "in ", "Batken region"),
        (
            "knowledgeable military source",
            "",
            "a knowledgeable military source",
        ),
        ("the Red Cross", "", "the Red Cross"),
    ] {
        assert_eq!(words.named(name, before), written);
    }
}
