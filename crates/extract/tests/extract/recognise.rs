//! What stands in a sentence: amounts, dates, names and frames, as `explain` shows them.

use whitestone_extract::RuleSet;

/// Mentions of one type in a sentence, each as `"words" = value`.
fn mentions(rules: &RuleSet, kind: &str, sentence: &str) -> Vec<String> {
    let document = rules.sample(sentence);
    let explanation = rules.explain(&document, 0..sentence.len());
    (explanation.sentences.iter())
        .flat_map(|s| &s.mentions)
        .filter_map(|line| line.strip_prefix(kind)?.strip_prefix(' '))
        .map(str::to_owned)
        .collect()
}

/// Each line of `mentions.txt`: a type, a sentence, and the mention that must stand in it first of its type.
#[test]
fn mentions_are_as_printed() {
    let rules = crate::common::with_rules("").unwrap();
    let lines = include_str!("mentions.txt").lines();
    let told = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    for line in told {
        let [kind, sentence, expected] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{line:?} has not three parts");
        };
        let found = mentions(&rules, kind, sentence);
        assert_eq!(
            found.first().map(String::as_str),
            Some(expected),
            "{kind} in {sentence:?}: {found:?}"
        );
    }
}

#[test]
fn what_names_something_is_no_amount() {
    let rules = crate::common::with_rules("").unwrap();
    for sentence in [
        "It abstained on Resolution 59/84.",
        "See Letter No. 20/178 and pp. 25.",
        "Operation Granite-2004 went on.",
        "The Article 7 report is late.",
        "The news came from 24.KG again.",
        "In 2004 it rained; by July 1999 it was dry.",
        "The boys, aged 17, went home.",
        "They went on to Five Wells.",
        "It met on 12.05.2004 and said so.",
        "See 24.1.3, and 5.2.1.7 too.",
        "It took part in the 4th meeting on the 3rd of May, 2004.",
        "They spoke of 3,5 and of 12,05 of it.",
    ] {
        assert_eq!(
            mentions(&rules, "quantity", sentence),
            Vec::<String>::new(),
            "{sentence}"
        );
    }
}

#[test]
fn dates_count_from_those_before() {
    let rules = crate::common::with_rules("").unwrap();
    let anaphora = "It signed in June 2004. It ratified that month.";
    assert_eq!(
        mentions(&rules, "date", anaphora),
        ["\"June 2004\" = 2004-06", "\"that month\" = 2004-06"]
    );
    // 31 February is no day.
    assert_eq!(
        mentions(&rules, "date", "It met on 31 February 2004."),
        Vec::<String>::new()
    );
}

#[test]
fn frames_say_who_speaks_and_what_is_denied() {
    let rules = crate::common::with_rules("").unwrap();
    for (sentence, expected) in [
        ("The ministry said that mines remain.", "Speech says-that"),
        (
            "According to the ministry, mines remain.",
            "Speech according-to",
        ),
        (
            "Officials estimated that 12 mines remain.",
            "Shade(Estimated) estimates-that",
        ),
        (
            "It is believed that mines remain.",
            "Shade(Suspected) suspected",
        ),
        (
            "Villagers alleged that mines remain.",
            "Shade(Alleged) alleges-that",
        ),
        ("The army plans to clear it.", "Shade(Planned) plans"),
        ("The army did not clear it.", "Negation negation"),
        ("The army denied that it laid mines.", "Negation denial"),
    ] {
        let document = rules.sample(sentence);
        let explanation = rules.explain(&document, 0..sentence.len());
        let frames: Vec<_> = explanation
            .sentences
            .iter()
            .flat_map(|s| &s.frames)
            .collect();
        assert!(
            frames.iter().any(|f| f.starts_with(expected)),
            "{sentence}: {frames:?}"
        );
    }
    let pseudo = rules.sample("Not only the army cleared it.");
    let explanation = rules.explain(&pseudo, 0..20);
    assert!(
        explanation.sentences.iter().all(|s| s.frames.is_empty()),
        "{explanation}"
    );
}
