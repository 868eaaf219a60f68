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

/// The sentence must hold this mention first of its type.
fn check(rules: &RuleSet, kind: &str, sentence: &str, expected: &str) {
    let found = mentions(rules, kind, sentence);
    assert_eq!(
        found.first().map(String::as_str),
        Some(expected),
        "{kind} in {sentence:?}: {found:?}"
    );
}

#[test]
fn amounts_keep_the_bounds_that_are_printed() {
    let rules = crate::common::with_rules("").unwrap();
    for (kind, sentence, expected) in [
        (
            "quantity",
            "They kept several tens of thousands of mines.",
            "\"several tens of thousands\" = 20000..99999 Some(Vague)",
        ),
        (
            "quantity",
            "They kept several hundred mines.",
            "\"several hundred\" = 200..999 Some(Vague)",
        ),
        (
            "quantity",
            "It holds some 1,000 to 2,000 mines.",
            "\"some 1,000 to 2,000\" = 1000..2000 Some(Range)",
        ),
        (
            "quantity",
            "It has between 800,000 and one million mines.",
            "\"between 800,000 and one million\" = 800000..1000000 Some(Range)",
        ),
        (
            "quantity",
            "They blew up 5,000–6,000 mines.",
            "\"5,000–6,000\" = 5000..6000 Some(Range)",
        ),
        (
            "quantity",
            "At least 11 people died.",
            "\"At least 11\" = 11.. Some(AtLeast)",
        ),
        (
            "quantity",
            "Up to 500 remain.",
            "\"Up to 500\" = ..500 Some(AtMost)",
        ),
        (
            "quantity",
            "They destroyed 2.7 million shells.",
            "\"2.7 million\" = 2700000..2700000 Some(Rounded)",
        ),
        (
            "quantity",
            "An unknown number of mines was seized.",
            "\"An unknown number\" = .. None",
        ),
        (
            "quantity",
            "A small amount was found.",
            "\"A small amount\" = .. Some(Vague)",
        ),
        (
            "quantity",
            "It keeps 2 to 3 million shells.",
            "\"2 to 3 million\" = 2000000..3000000 Some(Range)",
        ),
        (
            "number",
            "Twenty-five men came.",
            "\"Twenty-five\" = 25..25 Some(Count)",
        ),
        (
            "number",
            "Two hundred and six mines were laid.",
            "\"Two hundred and six\" = 206..206 Some(Count)",
        ),
        (
            "number",
            "Only one remote minefield remained.",
            "\"one\" = 1..1 Some(Count)",
        ),
        (
            "quantity",
            "He counted 2000 mines.",
            "\"2000\" = 2000..2000 Some(Count)",
        ),
        (
            "area",
            "A 208-hectare field was cleared.",
            "\"208-hectare\" = 208..208 Some(Count)",
        ),
        (
            "area",
            "They cleared 1.5 km² of it.",
            "\"1.5 km²\" = 1.5..1.5 Some(Count)",
        ),
        (
            "length",
            "It is a nearly 1,300km-long border.",
            "\"nearly 1,300km\" = 1300..1300 Some(About)",
        ),
        (
            "density",
            "About 2,000 to 3,000 mines per kilometer lie there.",
            "\"About 2,000 to 3,000 mines per kilometer\" = 2000..3000 Some(Range)",
        ),
        (
            "money",
            "It could cost $3 million.",
            "\"$3 million\" = 3000000..3000000 Some(Rounded)",
        ),
        (
            "money",
            "About US$2,000 was spent.",
            "\"About US$2,000\" = 2000..2000 Some(About)",
        ),
        (
            "money",
            "They gave C$100,000 for it.",
            "\"C$100,000\" = 100000..100000 Some(Count)",
        ),
        (
            "money",
            "It gave NOK2.5 million.",
            "\"NOK2.5 million\" = 2500000..2500000 Some(Rounded)",
        ),
        (
            "percent",
            "It cleared between 5% and 10% of it.",
            "\"between 5% and 10%\" = 5..10 Some(Range)",
        ),
        (
            "percent",
            "It rose from 5% to 10% of it.",
            "\"5%\" = 5..5 Some(Count)",
        ),
        (
            "area",
            "It cleared between 2 km² and 3 km² a year.",
            "\"between 2 km² and 3 km²\" = 2..3 Some(Range)",
        ),
        (
            "length",
            "It is 5km-10km long.",
            "\"5km-10km\" = 5..10 Some(Range)",
        ),
        (
            "quantity",
            "They laid 10 000 mines.",
            "\"10 000\" = 10000..10000 Some(Count)",
        ),
        (
            "quantity",
            "Some 20-30,000 mines lie there.",
            "\"Some 20-30,000\" = 20000..30000 Some(Range)",
        ),
        (
            "quantity",
            "Some 500-1,000 mines lie there.",
            "\"Some 500-1,000\" = 500..1000 Some(Range)",
        ),
        (
            "area",
            "They cleared 3½ km² of it.",
            "\"3½ km²\" = 3.5..3.5 Some(Count)",
        ),
        (
            "area",
            "They cleared ½ km² of it.",
            "\"½ km²\" = 0.5..0.5 Some(Count)",
        ),
        (
            "money",
            "It cost US$1.5m in all.",
            "\"US$1.5m\" = 1500000..1500000 Some(Rounded)",
        ),
        (
            "money",
            "It cost some 3bn euros in all.",
            "\"some 3bn euros\" = 3000000000..3000000000 Some(About)",
        ),
        (
            "money",
            "It cost US$2-3m in all.",
            "\"US$2-3m\" = 2000000..3000000 Some(Range)",
        ),
        (
            "quantity",
            "It keeps two to three million shells.",
            "\"two to three million\" = 2000000..3000000 Some(Range)",
        ),
        (
            "quantity",
            "It keeps two to three hundred thousand shells.",
            "\"two to three hundred thousand\" = 200000..300000 Some(Range)",
        ),
        (
            "quantity",
            "It keeps between 1 and one hundred shells.",
            "\"between 1 and one hundred\" = 1..100 Some(Range)",
        ),
        (
            "quantity",
            "It lost between 20 and 10 men.",
            "\"between 20 and 10\" = 10..20 Some(Range)",
        ),
        (
            "quantity",
            "It fell from 5,000 to 2 thousand.",
            "\"5,000\" = 5000..5000 Some(Count)",
        ),
        (
            "money",
            "It will cost US$2-$3 million.",
            "\"US$2-$3 million\" = 2000000..3000000 Some(Range)",
        ),
        (
            "money",
            "It cost some US$2 million to US$3 million.",
            "\"some US$2 million to US$3 million\" = 2000000..3000000 Some(Range)",
        ),
        (
            "money",
            "It cost $2000-3000 a year.",
            "\"$2000-3000\" = 2000..3000 Some(Range)",
        ),
        (
            "money",
            "It cost between US$2 million and US$3 million.",
            "\"between US$2 million and US$3 million\" = 2000000..3000000 Some(Range)",
        ),
        (
            "money",
            "It cost between 2 and 3 million euros.",
            "\"between 2 and 3 million euros\" = 2000000..3000000 Some(Range)",
        ),
        (
            "money",
            "It chose between US$4 million now and nothing.",
            "\"US$4 million\" = 4000000..4000000 Some(Rounded)",
        ),
        (
            "money",
            "It fell from US$5 million to US$3 million.",
            "\"US$5 million\" = 5000000..5000000 Some(Rounded)",
        ),
        (
            "percent",
            "Some 85% of it is marked.",
            "\"Some 85%\" = 85..85 Some(About)",
        ),
    ] {
        check(&rules, kind, sentence, expected);
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
fn dates_are_as_coarse_as_printed() {
    let rules = crate::common::with_rules("").unwrap();
    for (kind, sentence, expected) in [
        (
            "date",
            "On 3 December 2004 it voted.",
            "\"3 December 2004\" = 2004-12-03",
        ),
        (
            "date",
            "It voted on October 1, 2021.",
            "\"October 1, 2021\" = 2021-10-01",
        ),
        (
            "date",
            "It met in November-December 2004.",
            "\"November-December 2004\" = 2004-11/2004-12",
        ),
        (
            "date",
            "It came in February and May 2003.",
            "\"February\" = 2003-02",
        ),
        (
            "date",
            "It was cleared in 2004–05.",
            "\"2004–05\" = 2004/2005",
        ),
        (
            "date",
            "Since 1999 it has been quiet.",
            "\"Since 1999\" = 1999/..",
        ),
        (
            "date",
            "It lasted until May 2004.",
            "\"until May 2004\" = ../2004-05",
        ),
        (
            "date",
            "It was so from 1996 to 1998.",
            "\"from 1996 to 1998\" = 1996/1998",
        ),
        (
            "date",
            "They were laid in 1999 and 2000.",
            "\"1999 and 2000\" = 1999/2000",
        ),
        ("date", "It dates from the 1990s.", "\"1990s\" = 199X"),
        ("date", "Updated 2010-08-12 at noon.", "\"2010-08-12\""),
        (
            "date",
            "On the 3rd of May, 2004 it met.",
            "\"3rd of May, 2004\" = 2004-05-03",
        ),
        (
            "date",
            "It met on 12.05.2004.",
            "\"12.05.2004\" = 2004-05-12",
        ),
        (
            "date",
            "It sat from 3.5.2004 to 7.5.2004.",
            "\"from 3.5.2004 to 7.5.2004\" = 2004-05-03/2004-05-07",
        ),
        (
            "date",
            "It was cleared in 1999-00.",
            "\"1999-00\" = 1999/2000",
        ),
        (
            "date",
            "It met in May, June 3 and July, 2003.",
            "\"May\" = 2003-05",
        ),
        (
            "year",
            "It was in early 2005 that he left.",
            "\"early 2005\" = 2005",
        ),
    ] {
        check(&rules, kind, sentence, expected);
    }
    // A date of the sentence before.
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
fn names_are_found_with_their_heads() {
    let rules = crate::common::with_rules("").unwrap();
    for (kind, sentence, expected) in [
        (
            "org",
            "Stocks of the Ministry of Foreign Affairs are low.",
            "\"the Ministry of Foreign Affairs\" = Ministry of Foreign Affairs",
        ),
        (
            "org",
            "The Border Corps holds them.",
            "\"The Border Corps\" = Border Corps",
        ),
        (
            "person",
            "Then Col. Bek Omurov spoke.",
            "\"Col. Bek Omurov\"",
        ),
        ("person", "Then T. Wren spoke.", "\"T. Wren\""),
        (
            "speaker",
            "In May, a knowledgeable army officer spoke.",
            "\"a knowledgeable army officer\" = knowledgeable army officer",
        ),
        (
            "place",
            "It lies in southern Batken province.",
            "\"southern Batken province\" = Batken province",
        ),
        (
            "place",
            "It lies around the enclaves of Sokh and Vorukh.",
            "\"the enclaves of Sokh and Vorukh\" = Sokh enclave; Vorukh enclave",
        ),
        (
            "place",
            "It lies on the border with Tajikistan.",
            "\"the border with Tajikistan\" = border with Tajikistan",
        ),
        (
            "resolution",
            "It abstained on UNGA Resolution 59/84.",
            "\"UNGA Resolution 59/84\" = 59/84",
        ),
        (
            "state",
            "The government of Kazakhstan agreed.",
            "\"The government of Kazakhstan\" = Kazakhstan",
        ),
        ("demonym", "Uzbek troops left.", "\"Uzbek\" = Uzbekistan"),
        (
            "name",
            "Operation Granite-2004 went on.",
            "\"Operation Granite-2004\"",
        ),
    ] {
        check(&rules, kind, sentence, expected);
    }
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
