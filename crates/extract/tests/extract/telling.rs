//! When it was so, who says it, how firmly: as a careful reader takes it from the sentence, its note and the one before.

use whitestone_model::{Assertion, DocumentMeta};

/// What is found in one paragraph with its notes: `property when modality claimant > relay`.
fn told(paragraph: &str, notes: &str) -> Vec<String> {
    let text = format!(
        "KYRGYZSTAN, Landmine Monitor Report 2005\n\nKyrgyzstan\n\nLandmine Problem\n\n{paragraph}\n\n\n{notes}\n"
    );
    let vocabulary = crate::common::vocabulary();
    let rules = crate::common::all_rules();
    let meta = DocumentMeta::default();
    let document = whitestone_reader::read(text.as_bytes(), "test", &meta, &vocabulary);
    let line = |a: &Assertion| {
        let claimants = a.claimants.join(" > ");
        let notes = a.notes.join(" ");
        format!(
            "{} | {} | {:?} | {claimants} | {notes}",
            a.property, a.valid.edtf, a.modality
        )
    };
    (rules.extract(&document).iter())
        .map(|c| line(&c.assertion))
        .collect()
}

#[test]
fn sentences_notes_and_what_stands_before_them() {
    let colonel =
        "[1] Interview with Col. Askar Omurov, Ministry of Defense, Bishkek, 12 May 2004.";
    for (paragraph, notes, expected) in [
        // The text dates the statement; the note gives its day, and the official his name.
        (
            "In May 2004, an army official said that mines remain near the Talas district.[1]",
            colonel,
            "contamination.status | 2004-05-12 | Reported | Col. Askar Omurov, Ministry of Defense | 1",
        ),
        // A body speaks for itself; the colonel relays it.
        (
            "The Ministry of Defense said that mines remain near the Talas district.[1]",
            colonel,
            "contamination.status | 2004-05-12 | Reported | Ministry of Defense > Col. Askar Omurov, Ministry of Defense | 1",
        ),
        // The date inside what is said is that of the fact.
        (
            "The Ministry of Defense said that the army cleared the Talas district in 2003.[1]",
            colonel,
            "clearance.status | 2003 | Reported | Ministry of Defense > Col. Askar Omurov, Ministry of Defense | 1",
        ),
        // What had been done was done before the statement.
        (
            "In 2004, press reports suggested that the Talas district had been cleared.[1]",
            "[1] “Valley is safe,” Kyrgyz Daily, 3 June 2004.",
            "clearance.status | ../2004-06-03 | Reported | press reports | 1",
        ),
        // What happens in the past counts from the date before.
        (
            "In June 2003, floods came to the valley. Ten mines were subsequently discovered near the Talas district.[1]",
            "[1] See Landmine Monitor Report 2004, p. 10.",
            "contamination.find | 2003-06/2005 | Asserted |  | 1",
        ),
        // One marker behind two sentences: the second goes on with what was said.
        (
            "In May 2004, a military source indicated that the Frontier Troops stockpile 2,000 antipersonnel mines. The shelf life for most of these mines has expired.[1]",
            "[1] Interview with confidential military source, Bishkek, May 2004.",
            "stockpile.condition | 2004-05 | Reported | military source | 1",
        ),
        // A count since a year ends where it was made.
        (
            "According to the Red Crescent Society, 12 people have been killed by mines since 1999.[1]",
            "[1] Interview with Aida Sultanova, Red Crescent Society, Osh, 7 June 2004.",
            "casualties.count | 1999/2004-06-07 | Reported | Red Crescent Society > Aida Sultanova, Red Crescent Society | 1",
        ),
    ] {
        let found = told(paragraph, notes);
        assert!(
            found.iter().any(|line| line == expected),
            "{paragraph}\n  wanted {expected}\n  found\n    {}",
            found.join("\n    ")
        );
    }
}

#[test]
fn how_borders_are_named_is_data() {
    let names = crate::common::files("rules");
    let files = names.into_iter().map(|(path, text)| {
        let name = "name = \"{own}-{other} border\"";
        (path, text.replace(name, "name = \"line {own}/{other}\""))
    });
    let files: Vec<_> = files.collect();
    let vocabulary = crate::common::vocabulary();
    let rules =
        whitestone_extract::RuleSet::parse(crate::common::pairs(&files), &vocabulary).unwrap();
    let document = rules.sample("Mines remain on the border with Kazakhstan.");
    let mut places = (rules.extract(&document).into_iter())
        .filter_map(|c| c.assertion.qualifiers.get("place").cloned());
    assert!(places.any(|place| place == "line Kyrgyz/Kazakh"));
}

#[test]
fn one_border_has_one_name() {
    let rules = crate::common::all_rules();
    for (words, name) in [
        ("the border with Kazakhstan", "Kyrgyz-Kazakh border"),
        ("the Kazakh border", "Kyrgyz-Kazakh border"),
        (
            "the border between Kyrgyzstan and Kazakhstan",
            "Kyrgyz-Kazakh border",
        ),
        ("the Kazakh side of the border", "Kazakh side"),
    ] {
        let document = rules.sample(&format!("Mines remain on {words}."));
        let places: Vec<String> = (rules.extract(&document).iter())
            .filter_map(|c| c.assertion.qualifiers.get("place").cloned())
            .collect();
        assert!(
            places.iter().any(|place| place == name),
            "{words}: {places:?}"
        );
    }
}
