//! `explain` says what `extract` does.

use whitestone_extract::{Explanation, RuleSet};
use whitestone_model::{Document, DocumentMeta};

/// A rule that reads in these places.
#[expect(
    clippy::unwrap_used,
    reason = "a test may stop where its data are not as they should be"
)]
fn rules(pattern: &str, places: &str) -> RuleSet {
    let rule = format!(
        "[[rule]]\nid = \"stockpile.quantity/own\"\nwhy = \"a test\"\nwhere = [{places}]\nmatch = [\"{pattern}\"]\n[[rule.emit]]\nproperty = \"stockpile.quantity\"\nquantity = \"n\"\n[[rule.yes]]\ntext = \"x\"\n[[rule.no]]\ntext = \"y\"\n"
    );
    crate::common::with_rules(&rule).unwrap()
}

/// How many candidates the document gives, and how many rules `explain` says fired and nearly fired.
fn counts(rules: &RuleSet, document: &Document) -> (usize, usize, usize) {
    let Explanation { sentences } = rules.explain(document, 0..document.text.len());
    let sum = |list: fn(&whitestone_extract::SentenceExplanation) -> usize| -> usize {
        sentences.iter().map(list).sum()
    };
    (
        rules.extract(document).len(),
        sum(|s| s.fired.len()),
        sum(|s| s.nearly.len()),
    )
}

#[test]
fn each_part_of_a_report_has_its_country() {
    let rules = rules("{who:topic} holds {n:number} mines", "\"body\"");
    let text = "NON-SIGNATORIES\n\nKAZAKHSTAN\n\nKazakhstan holds 300 mines.\n\nTAJIKISTAN\n\nTajikistan holds 40 mines. Kazakhstan holds 5 mines.\n";
    let vocabulary = crate::common::vocabulary();
    let meta = DocumentMeta::default();
    let document = whitestone_reader::read(text.as_bytes(), "a.txt", &meta, &vocabulary);
    assert_eq!(document.meta.parts.len(), 2);
    assert_eq!(counts(&rules, &document), (2, 2, 0));
}

#[test]
fn a_rule_reads_in_its_places_only() {
    for (places, text, expected) in [
        ("\"body\"", "It holds 6 mines.", (1, 1, 0)),
        ("\"heading\"", "It holds 6 mines.", (0, 0, 0)),
        ("\"heading\"", "# It holds 6 mines\nSo it does.", (1, 1, 0)),
        ("\"body\"", "# It holds 6 mines\nSo it does.", (0, 0, 0)),
        ("\"body\"", "It holds 6 mines | 2004\nNo | 5", (0, 0, 0)),
    ] {
        let rules = rules("holds {n:number} mines", places);
        assert_eq!(
            counts(&rules, &rules.sample(text)),
            expected,
            "{places}: {text}"
        );
    }
}
