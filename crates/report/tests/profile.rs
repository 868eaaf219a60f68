//! A small profile of a real country, in our own words, as an editor would read it.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use whitestone_model::{Absence, Basis, Modality, Slice, ValueKind, Vocabulary};
use whitestone_report::{Edition, html, markdown, profile, text};
use whitestone_testkit::{ClaimBuilder, SliceBuilder, project_vocabulary};
use whitestone_views::{AsOf, resolve};

/// Kyrgyzstan, with one of everything: agreement, a rule, a dispute, a charge, an unknown, a none, a candidate.
fn kyrgyzstan() -> Slice {
    let mut slice = SliceBuilder::new();
    let early = slice.source(
        "Annual Report 1999: Kyrgyzstan",
        "Example Monitor",
        "1999-04",
    );
    let report = slice.source(
        "Annual Report 2005: Kyrgyzstan",
        "Example Monitor",
        "2005-10",
    );
    let latest = slice.source(
        "Clearance Review 2025: Kyrgyzstan",
        "Example Review",
        "2025-11-01",
    );
    let roll = slice.source(
        "Roll calls of the General Assembly",
        "Example Register",
        "2019-12-12",
    );
    slice.authority(roll, "roll_call");
    slice.note(
        report,
        "7",
        "Interview with a military source who asked not to be named, Bishkek, May 2005.",
        vec![],
    );
    slice.note(
        report,
        "26",
        "Interview with the head of the Red Crescent <Batken branch>, 6 April 2005.",
        vec![],
    );

    let treaty =
        |code: &str| ClaimBuilder::code("treaty.status", code).with("treaty", "Mine Ban Treaty");
    slice.claim(
        treaty("not_party")
            .when("1999")
            .from(early)
            .quote(120, "has not signed"),
    );
    slice.claim(
        treaty("not_party")
            .when("2005")
            .from(report)
            .quote(310, "has not acceded"),
    );
    slice.claim(
        treaty("not_party")
            .when("2025")
            .from(latest)
            .quote(40, "is not a party"),
    );

    let vote = |code: &str| ClaimBuilder::code("unga.vote", code).with("resolution", "59/84");
    slice.claim(
        vote("abstain")
            .sometime("2004-12-03")
            .from(roll)
            .quote(9, "KGZ abstain"),
    );
    slice.claim(
        vote("yes")
            .sometime("2004")
            .from(early)
            .quote(77, "voted for it"),
    );

    let stock = |low: &str, high: &str, holder: &str| {
        ClaimBuilder::between(
            "stockpile.quantity",
            Some(low),
            Some(high),
            "items",
            Basis::Range,
            "some 1,000 to 2,000",
        )
        .with("device", "antipersonnel mine")
        .with("holder", holder)
        .when("2005-05")
        .by(&["knowledgeable military source"])
        .modality(Modality::Reported)
        .notes(&["7"])
        .from(report)
    };
    slice.claim(
        stock("1000", "2000", "Frontier Troops")
            .quote(900, "the Frontier Troops keep some 1,000 to 2,000"),
    );

    let casualties = |words: &str, low: &str, high: Option<&str>, basis| {
        ClaimBuilder::between("casualties.count", Some(low), high, "persons", basis, words)
            .with("outcome", "killed")
            .when("1999/2005")
            .modality(Modality::Reported)
            .from(report)
    };
    slice.claim(
        casualties("seven", "7", Some("7"), Basis::Count)
            .by(&["National Red Crescent Society"])
            .notes(&["26"])
            .quote(1500, "seven were killed"),
    );
    slice.claim(
        casualties("at least 11", "11", None, Basis::AtLeast)
            .by(&["Example TV"])
            .quote(1600, "at least 11 died"),
    );

    let used = |code: &str| {
        ClaimBuilder::code("use.status", code)
            .with("actor", "Uzbekistan")
            .with("device", "antipersonnel mine")
            .with("place", "Kyrgyz-Uzbek border")
            .sometime("2000")
            .from(report)
    };
    slice.claim(
        used("used")
            .by(&["Kyrgyz authorities"])
            .modality(Modality::Alleged)
            .quote(2000, "laid by the neighbour"),
    );

    slice.claim(
        ClaimBuilder::absent(
            "contamination.area",
            Absence::Unknown,
            ValueKind::Quantity,
            "not known",
        )
        .when("2025")
        .from(latest)
        .quote(500, "the extent is not known"),
    );
    slice.claim(
        ClaimBuilder::absent(
            "treaty.deadline",
            Absence::None,
            ValueKind::Date,
            "no deadline",
        )
        .with("treaty", "Mine Ban Treaty")
        .with("article", "5")
        .when("2025")
        .from(latest)
        .quote(600, "no deadline"),
    );
    slice.candidate(
        ClaimBuilder::code("programme.status", "none")
            .when("2025")
            .from(latest)
            .quote(700, "there is no programme & no centre"),
    );
    slice.build()
}

fn edition() -> Edition {
    Edition {
        name: "Draft".to_owned(),
        asof: AsOf::today("2026-03-01".parse().unwrap()).with_candidates(),
    }
}

/// Silences of the whole vocabulary would drown the rest: only those of these sections are kept.
fn vocabulary() -> Vocabulary {
    let mut vocabulary = project_vocabulary().unwrap();
    for property in vocabulary.properties.values_mut() {
        if !["policy", "stockpile"].contains(&property.section.as_str()) {
            property.expected.clear();
        }
    }
    vocabulary
}

#[test]
fn in_markdown() {
    let (slice, vocabulary) = (kyrgyzstan(), vocabulary());
    let view = resolve(&slice, &vocabulary, &edition().asof);
    insta::assert_snapshot!(markdown(&profile(&view, &slice, &vocabulary, &edition())));
}

#[test]
fn in_a_terminal() {
    let (slice, vocabulary) = (kyrgyzstan(), vocabulary());
    let view = resolve(&slice, &vocabulary, &edition().asof);
    insta::assert_snapshot!(text(&view, &slice, &vocabulary, true));
}

#[test]
fn in_html() {
    let (slice, vocabulary) = (kyrgyzstan(), vocabulary());
    let view = resolve(&slice, &vocabulary, &edition().asof);
    let page = html(&profile(&view, &slice, &vocabulary, &edition()));
    let (_, body) = page.split_once("</style>").unwrap();
    insta::assert_snapshot!(body);
}

#[test]
fn the_page_is_whole_and_safe() {
    let (slice, vocabulary) = (kyrgyzstan(), vocabulary());
    let view = resolve(&slice, &vocabulary, &edition().asof);
    let made = profile(&view, &slice, &vocabulary, &edition());
    let page = html(&made);
    assert_eq!(
        page,
        html(&profile(&view, &slice, &vocabulary, &edition())),
        "equal input, equal bytes"
    );
    assert!(!page.contains("<Batken branch>") && page.contains("&lt;Batken branch&gt;"));
    assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"));
    // Every link within the page has its target, and every id stands once.
    let ids: Vec<&str> = between(&page, " id=\"");
    let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id stands twice: {ids:?}");
    for target in between(&page, "href=\"#") {
        assert!(unique.contains(target), "#{target} leads nowhere");
    }
    // Every sentence that states something has its note.
    for item in made.sections.iter().flat_map(|s| &s.items) {
        assert!(
            item.sentences.iter().all(|s| !s.notes.is_empty()),
            "{item:?}"
        );
        assert!(!item.details.quotes.is_empty() && !item.details.why.is_empty());
    }
}

/// What follows each `start`, up to the next quotation mark.
fn between<'a>(page: &'a str, start: &str) -> Vec<&'a str> {
    page.split(start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn every_property_of_the_vocabulary_can_be_written() {
    let vocabulary = project_vocabulary().unwrap();
    let mut slice = SliceBuilder::new();
    let report = slice.source(
        "Annual Report 2005: Kyrgyzstan",
        "Example Monitor",
        "2005-10",
    );
    for property in vocabulary.properties.values() {
        let id = property.id.as_str();
        let claim = match property.value.first() {
            Some(ValueKind::Code) => ClaimBuilder::code(
                id,
                property.codes.first().map_or("x", |code| code.id.as_str()),
            ),
            Some(ValueKind::Quantity | ValueKind::Money) => {
                ClaimBuilder::count(id, 7, &property.unit)
            }
            Some(ValueKind::Entity) => ClaimBuilder::entity(id, "Ministry of Defence"),
            Some(ValueKind::Date) => {
                let date = whitestone_model::Value::Date("2005-03".parse().unwrap());
                ClaimBuilder::new(id, whitestone_model::Content::Known(date))
            }
            _ => ClaimBuilder::text(id, "a text"),
        };
        slice.claim(claim.when("2005").from(report));
    }
    let slice = slice.build();
    let view = resolve(
        &slice,
        &vocabulary,
        &AsOf::today("2026-03-01".parse().unwrap()),
    );
    let edition = Edition {
        name: String::new(),
        asof: AsOf::today("2026-03-01".parse().unwrap()),
    };
    let made = profile(&view, &slice, &vocabulary, &edition);
    for item in made.sections.iter().flat_map(|s| &s.items) {
        for sentence in &item.sentences {
            let text = &sentence.text;
            let whole = text.ends_with('.')
                && !text.contains(['{', '}', '[', ']'])
                && !text.contains("  ")
                && !text.contains(" .");
            assert!(whole, "{}: {text}", item.anchor);
        }
    }
}
