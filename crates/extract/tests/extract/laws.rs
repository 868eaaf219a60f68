//! What holds for every text: no panic, exact spans, one total order.

use std::sync::OnceLock;

use proptest::prelude::*;
use whitestone_extract::RuleSet;
use whitestone_extract::score::{Field, GoldFile, Score};
use whitestone_model::{DocumentMeta, Vocabulary};

fn project() -> &'static (Vocabulary, RuleSet) {
    static PROJECT: OnceLock<(Vocabulary, RuleSet)> = OnceLock::new();
    PROJECT.get_or_init(|| (crate::common::vocabulary(), crate::common::all_rules()))
}

/// Words that wake the recognisers, in any order and with any signs between them.
fn texts() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Kyrgyzstan",
        "the",
        "Ministry",
        "of",
        "Defense",
        "said",
        "that",
        "it",
        "has",
        "not",
        "mines",
        "PMN",
        "antipersonnel",
        "several",
        "thousand",
        "2004",
        "May",
        "3",
        "–",
        "-",
        "/",
        "59/84",
        "km²",
        "$",
        "US$",
        "1,300",
        "and",
        ",",
        ".",
        ";",
        ":",
        "“",
        "”",
        "(",
        ")",
        "’",
        "s",
        "to",
        "between",
        "since",
        "that month",
        "border",
        "with",
        "Tajikistan",
        "Col.",
        "T.",
        "killed",
        "people",
        "Treaty",
        "Mine",
        "Ban",
        "no",
        "never",
        "\n",
        "\n\n",
        "# ",
        " | ",
        "Unknown",
        "%",
        "\u{a0}",
        "é",
        "²",
        "e\u{301}",
        "🜚",
        "@Kazakhstan 2004: ",
        "stockpiles",
        "cleared",
    ]);
    prop_oneof![
        3 => prop::collection::vec(words, 0..60).prop_map(|words| words.join(" ")),
        1 => ".{0,200}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_read_with_exact_spans(text in texts()) {
        let (vocabulary, rules) = project();
        let read = whitestone_reader::read(text.as_bytes(), "any", &DocumentMeta::default(), vocabulary);
        for document in [rules.sample(&text), read] {
            let candidates = rules.extract(&document);
            for candidate in &candidates {
                for passage in candidate.assertion.passages() {
                    prop_assert!(!passage.ranges.is_empty());
                    prop_assert_eq!(&document.quote(&passage.ranges), &passage.quote);
                    prop_assert!(!passage.quote.trim().is_empty());
                }
            }
            prop_assert_eq!(&candidates, &rules.extract(&document));
            let _ = rules.explain(&document, 0..text.len()).to_string();
        }
    }

    #[test]
    fn any_pattern_is_compiled_or_refused(pattern in "[a-z0-9 (){}\\[\\]|?*@^$.:,'+<>!-]{0,40}") {
        let rule = format!(
            "[[rule]]\nid = 'stockpile.status/own'\nwhy = 'a test'\nmatch = [\"{pattern}\"]\n[[rule.emit]]\nproperty = 'stockpile.status'\ncode = 'has'\n[[rule.yes]]\ntext = 'x'\n[[rule.no]]\ntext = 'y'\n"
        );
        if let Ok(rules) = RuleSet::parse([("own.toml", rule.as_str())], &project().0) {
            rules.extract(&rules.sample("It has 5 mines (old ones), in a b c x y z."));
        }
    }
}

/// What is read word by word goes on as long as the words do, without a call within a call for each.
#[test]
fn a_sentence_without_end_is_read_to_its_end() {
    let (_, rules) = project();
    for words in [
        "the mines and the mines of the border and ",
        "at least about ",
        "since May and 3 June, ",
        "between US$2 and three hundred ",
        "(",
    ] {
        let many = 200_000 / words.len();
        let end = " It holds 5 antipersonnel mines.";
        let text = format!("{}.{end}", words.repeat(many));
        let found = rules.extract(&rules.sample(&text));
        let last = found
            .iter()
            .flat_map(|candidate| candidate.assertion.passages());
        let ends = last
            .flat_map(|passage| &passage.ranges)
            .map(|range| range.end);
        assert!(
            ends.max().is_some_and(|end| end > words.len() * many),
            "{words}"
        );
    }
}

#[test]
fn white_space_signs_and_boilerplate_do_not_change_what_is_found() {
    let (_, rules) = project();
    let plain =
        "In May 2004, Kyrgyzstan's army said that it holds 5,000-6,000 antipersonnel mines.";
    let printed =
        "In May\u{a0}2004, Kyrgyzstan’s army said that it holds 5,000–6,000 antipersonnel mines.";
    let lines = |text: &str| -> Vec<String> {
        let document = rules.sample(text);
        (rules.extract(&document).iter())
            .map(|c| whitestone_extract::claim_line(&c.assertion))
            .collect()
    };
    assert_eq!(lines(plain), lines(printed));
    assert!(!lines(plain).is_empty());
}

/// Against a corpus of reports with gold facts, where one lies beside the project.
#[expect(
    clippy::disallowed_methods,
    reason = "a test may be told where its corpus lies"
)]
#[test]
fn precision_and_recall_do_not_fall() {
    let named = std::env::var("WHITESTONE_CORPUS").map(std::path::PathBuf::from);
    let corpus = named.unwrap_or_else(|_| crate::common::root().join("../shared"));
    let gold = corpus.join("gold");
    if !gold.exists() {
        println!(
            "skipped: precision_and_recall_do_not_fall: no gold in {}",
            gold.display()
        );
        return;
    }
    let (vocabulary, rules) = project();
    let mut total = Score::default();
    for entry in std::fs::read_dir(&gold).unwrap() {
        let path = entry.unwrap().path();
        let Ok(json) = std::fs::read_to_string(&path) else {
            continue;
        };
        let Ok(file) = GoldFile::parse(&json) else {
            continue;
        };
        let Some(fact) = file.facts.first() else {
            continue;
        };
        let bytes = std::fs::read(corpus.join("corpus/reports").join(&fact.doc)).unwrap();
        let document =
            whitestone_reader::read(&bytes, &fact.doc, &DocumentMeta::default(), vocabulary);
        total.add(Score::of(&file.facts, &rules.extract(&document), rules));
    }
    let all = total.total();
    assert!(
        all.gold > 0 && all.precision() >= 0.95 && all.recall() >= 0.90,
        "{}",
        total.table()
    );
    for field in Field::ALL {
        let share = total.agreement.share(field);
        assert!(share >= 0.92, "{} {share:.2}", field.name());
    }
}
