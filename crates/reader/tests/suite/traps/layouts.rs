//! The families of layouts, archive boilerplate, boxes, and what pages repeat.

use whitestone_model::document::{BlockKind, Edge};

use super::{body, cited, of, pair, with_states};

#[test]
fn nine_families() {
    let check = |text: &str, family: &str, publisher: &str| {
        let meta = with_states(text).meta;
        assert_eq!(
            (meta.family.as_str(), meta.publisher.as_str()),
            (family, publisher),
            "{text}"
        );
    };
    let (icbl, monitor, review) = (
        "International Campaign to Ban Landmines",
        "Landmine and Cluster Munition Monitor",
        "Mine Action Review",
    );
    check(
        "KEMBRA, Landmine Monitor Report 1999\n\nKEMBRA\n\nKembra has signed nothing.\n",
        "prose",
        icbl,
    );
    check(
        "NON-SIGNATORIES\n\nKEMBRA\n\nKembra has signed nothing.\n\nLOSSA\n\nLossa has not either.\n",
        "regional",
        icbl,
    );
    check(
        "Kembra, Landmine Monitor Report 2004\n\nKey developments since May 2003: All is quiet.\n\nMine Ban Policy\n\nIt signed.\n",
        "annual",
        icbl,
    );
    check(
        "Kembra, Landmine Monitor Report 2007\n\nMine Ban Treaty status\n\nState Party\n\nStockpile\n\nNone\n",
        "annual-box",
        icbl,
    );
    check(
        "Kembra, Landmine Monitor Report 2009\n\n2008 Key Data\n\nStockpile\n\nNone\n\nTen-Year Summary\n\nKembra cleared its border.\n",
        "annual-box",
        icbl,
    );
    check(
        "Kembra\n\nLast Updated: 12 August 2012\n\nMine Ban Policy\n\nIt signed.\n",
        "profile",
        monitor,
    );
    check(
        "Kembra\n\nLast updated: 2 July 2018\n\nCluster Munition Ban Policy\n\nSummary: It signed.\n",
        "themed",
        monitor,
    );
    check(
        "Kembra\n\nLast updated: 17 November 2022\n\nImpact\n\nCountry summary\n\nMines lie there.\n",
        "impact",
        monitor,
    );
    check(
        "ARTICLE 5 DEADLINE: 1 MARCH 2020\n\nPROGRAMME PERFORMANCE 2016 2015 Problem understood 6 5\n\nPERFORMANCE SCORE: AVERAGE 5.0 4.8\n\nKembra should act.\n",
        "review",
        review,
    );
    check(
        "KEY DATA\n\nAP MINE CONTAMINATION:\n\nUnknown\n\nKembra should act.\n",
        "key-data",
        review,
    );
}

#[test]
fn country_edition_theme_and_date_are_read_from_the_text() {
    let meta = with_states("Kembra\n\nLast updated: 17 November 2022\n\nImpact\n\nCountry summary\n\nMines lie there.\n").meta;
    assert_eq!((meta.edition, meta.theme.as_str()), (Some(2022), "Impact"));
    assert_eq!(meta.published.as_str(), "2022-11-17");
    assert_eq!(meta.subject.unwrap().id, "KMB");
    let meta = with_states("REPUBLIC OF KEMBRA , Landmine Monitor Report 2003\n\nIt is so.\n").meta;
    assert_eq!(
        (meta.edition, meta.subject.unwrap().id.as_str()),
        (Some(2003), "KMB")
    );
}

/// Where the page's navigation is worded anew, or the group of states or a table comes first, the text may name
/// neighbours more often than the state itself.
#[test]
fn the_state_that_heads_a_page_goes_before_those_that_its_text_names() {
    for page in [
        "Receive notifications when this new page is updated.\n\nSend the Monitor your feedback by filling out a form.\n\nKembra\n\nLast Updated: 3 May 2012\n\nMine Action\n\nThe authorities of Lossa should act.\n",
        "STATES PARTIES\n\nKEMBRA\n\nARTICLE 5 DEADLINE: 1 MARCH 2019\n\nThe authorities of Lossa should act.\n",
        "PERFORMANCE SCORE: AVERAGE 6.6 6.1\n\n172 Clearing the Mines 2018 OTHER AREAS KEMBRA PERFORMANCE COMMENTARY The authorities of Lossa should act.\n",
    ] {
        let subject = with_states(page).meta.subject;
        assert_eq!(subject.map(|s| s.id).as_deref(), Some("KMB"), "{page}");
    }
    let area = with_states("OTHER AREAS\n\nThe authorities of Upper Fen should act.\n");
    assert_eq!(area.meta.subject.unwrap().name, "Upper Fen");
}

#[test]
fn many_countries_in_one_file() {
    let document = with_states(
        "STATES PARTIES\n\nKEMBRA\n\nKembra joined in May.(974)\n\nLOSSA (UPPER)1\n\nMine Ban Policy\n\nLossa joined in June.(975)\n\nNON-SIGNATORIES\n\nTARNIA\n\nIt did not join.\n\n(974) Fen Courier, 3 May 1998.\n\n(975) Lossa Herald, 9 June 1998.\n",
    );
    let about = |text: &str| {
        let at = document.text.find(text).unwrap();
        let block = document
            .blocks
            .iter()
            .position(|b| b.span.contains(at))
            .unwrap();
        document.subject_of(block).unwrap().id.clone()
    };
    assert_eq!(about("Kembra joined"), "KMB");
    assert_eq!(about("Lossa joined"), "LSS");
    assert_eq!(about("It did not join"), "TRN");
    assert_eq!(
        about("Fen Courier"),
        "KMB",
        "a note belongs to the part that cites it"
    );
    assert!(document.meta.subject.is_none());
}

#[test]
fn navigation_in_all_its_variants() {
    let lines = [
        "+   *    +     +     ",
        "About Us ",
        "Multimedia ",
        "ARCHIVES HOME PAGE ",
        "    >",
        "Table of Contents",
        "Country Reports",
        "Sub-Sections:",
        "Full Report",
        "Key Findings",
        "<LOSSA | TARNIA>",
        "<Previous | Next>",
        "<PREV | NEXT>",
        "Email Notification Receive notifications when this profile is updated.",
        "Send us your feedback on this profile",
        "Policy | Use | Transparency | Notes",
        "Jump to a specific section of the chapter:",
    ];
    for line in lines {
        let text = format!("{line}\n\nKEMBRA, Landmine Monitor Report 2001\n\nIt is so.\n");
        let document = of(&text);
        assert_eq!(document.blocks[0].kind, BlockKind::Boilerplate, "{line}");
        assert_eq!(body(&document), ["It is so."], "{line}");
    }
}

#[test]
fn ligatures_split_by_an_export() {
    let document = of(
        "The effi cient offi cers found signifi cant contamination in the fi eld with their staff and dogs.\n",
    );
    assert_eq!(
        body(&document),
        [
            "The efficient officers found significant contamination in the field with their staff and dogs."
        ]
    );
    let range = document.sentences[0].ranges[0];
    assert_eq!(
        document.source.source_span(range).len(),
        range.len() + 4,
        "the archived bytes keep their spaces"
    );
}

#[test]
fn page_numbers_and_running_heads_inside_a_sentence() {
    for head in [
        "149",
        "149 STATES PARTIES KEMBRA",
        "KEMBRA",
        "Landmine Monitor Report 2005",
        "Page 3 of 9",
    ] {
        let text = format!(
            "KEMBRA, Landmine Monitor Report 2005\n\nThe army cleared, with dogs,\n\n{head}\n\nthe fields near Fen. It rests.\n"
        );
        let document = of(&text);
        assert_eq!(
            body(&document),
            [
                "The army cleared, with dogs, the fields near Fen.",
                "It rests."
            ],
            "{head}"
        );
        let blocks: Vec<usize> = document.sentences.iter().map(|s| s.block).collect();
        assert_eq!(blocks[0], blocks[1], "one paragraph");
    }
}

#[test]
fn one_page_in_several_cleanings() {
    let wide = "KEMBRA, Landmine Monitor Report 2005\n\nThe Border Corps of Kembra holds between three and four hundred mines in two depots near the town of Fen, says an official who asked for patience. It plans to count them.\n\nIn the south, villagers still find shells in their fields every spring, and some of them have been hurt when they tried to move what they had found.\n";
    let wrapped = wide
        .split("\n\n")
        .map(|paragraph| wrap(paragraph, 80))
        .collect::<Vec<_>>()
        .join("\n\n");
    assert_eq!(body(&of(&wrapped)), body(&of(wide)));
    let cells = |text: &str| -> Vec<Vec<String>> {
        let document = of(text);
        let rows = document.blocks.iter().filter(|b| !b.cells.is_empty());
        rows.map(|row| {
            row.cells
                .iter()
                .map(|c| document.slice(*c).to_owned())
                .collect()
        })
        .collect()
    };
    let title = "Kembra, Landmine Monitor Report 2007\n\n";
    let lines = cells(&format!(
        "{title}Stockpile\n\nNone\n\nRE capacity\n\nAdequate\n\nMine Ban Policy\n\nIt signed.\n"
    ));
    let bars = cells(&format!(
        "{title}| Stockpile | None |\n| RE capacity | Adequate |\n\nMine Ban Policy\n\nIt signed.\n"
    ));
    assert_eq!(lines, bars);
}

fn wrap(paragraph: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in paragraph.split(' ') {
        match lines
            .last_mut()
            .filter(|line| line.len() + word.len() < width)
        {
            Some(line) => *line = format!("{line} {word}"),
            None => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

#[test]
fn a_box_whose_short_cells_were_dropped() {
    let document = of(
        "Kembra, Landmine Monitor Report 2007\n\nMine Ban Treaty status\n\nState Party\n\nStockpile\n\nContamination\n\nMines, UXO\n\nRE capacity\n\nAvailability of services\n\nInadequate\n\nMine Ban Policy\n\nIt signed.\n",
    );
    let rows: Vec<Vec<&str>> = document
        .blocks
        .iter()
        .filter(|block| !block.cells.is_empty())
        .map(|row| row.cells.iter().map(|cell| document.slice(*cell)).collect())
        .collect();
    assert_eq!(
        rows,
        [
            vec!["Mine Ban Treaty status", "State Party"],
            vec!["Stockpile"],
            vec!["Contamination", "Mines, UXO"],
            vec!["RE capacity"],
            vec!["Availability of services", "Inadequate"]
        ]
    );
}

#[test]
fn a_title_with_a_note_marker() {
    let document = with_states(
        "KEMBRA (UPPER)1\n\nIt has a new name.[2]\n\n[1] Both names are used.\n[2] Fen Courier, 3 May 2001.\n",
    );
    assert_eq!(cited(&document), [pair("2", "Fen Courier, 3 May 2001.")]);
}

#[test]
fn key_developments_and_summary_run_in() {
    let document = of(
        "Kembra, Landmine Monitor Report 2004\n\nKey developments since May 2003: It rose. It fell.\n\nKey developments since 1999: It stood.\n",
    );
    assert_eq!(body(&document), ["It rose.", "It fell.", "It stood."]);
    assert_eq!(
        document.section_title(document.sentences[2].block),
        "Key developments since 1999"
    );
}

#[test]
fn notes_at_the_bottom_of_a_page_leave_the_paragraph_they_split() {
    let document = of(
        "KEY DATA\n\nThe army cleared, with dogs,¹\n\n1 \"No map\", *Fen Courier*, 4 May 2021, at: <https://fen.example/1>.\n\nthe fields near Fen.²\n\n2 Ibid.\n",
    );
    assert_eq!(
        body(&document),
        ["The army cleared, with dogs, the fields near Fen."]
    );
    assert_eq!(document.notes.len(), 2);
    assert_eq!(document.sentences[0].markers.len(), 2);
}

#[test]
fn notes_broken_over_lines_at_the_bottom_of_a_page() {
    let document = of(
        "KEY DATA\n\nThe army of Kembra cleared the fields near Fen in the spring of that year,¹ and\nits engineers marked the rest of the border with posts and wire before the snow.²\nNobody has counted the mines that were found there since the war had ended.³\n\n1 Both spellings of the town are used by its people, and on maps of the\nministry, which prints them side by side.\n\n2 S. Ann and O. Bell, \"No map, no harvest\", *Fen Courier*, 4 May 2021, at:\n<https://fen.example/a/\nb>.\n\n3 Ibid.\n",
    );
    let labels: Vec<&str> = document.notes.iter().map(|n| n.label.as_str()).collect();
    assert_eq!(labels, ["1", "2", "3"]);
    assert_eq!(
        document.notes[1].citations[0].url,
        "https://fen.example/a/b"
    );
    assert_eq!(
        document.notes[2].citations[0].edge,
        Some(Edge::Note("2".to_owned()))
    );
}

#[test]
fn a_page_number_between_label_and_value() {
    let document = of(
        "Kembra, Landmine Monitor Report 2007\n\nStockpile\n\n11\n\nNone\n\nMine Ban Policy\n\nIt signed.\n\n12\n\nIt left.\n\n13\n\nIt came back.\n\n14\n\nIt stays.\n",
    );
    let row = document
        .blocks
        .iter()
        .find(|b| !b.cells.is_empty())
        .unwrap();
    let cells: Vec<&str> = row.cells.iter().map(|cell| document.slice(*cell)).collect();
    assert_eq!(cells, ["Stockpile", "None"]);
    assert_eq!(
        body(&document),
        ["It signed.", "It left.", "It came back.", "It stays."]
    );
}

#[test]
fn a_title_with_raw_mark_up() {
    let document =
        with_states("<a name=\"Heading1\">KEMBRA</a>, Landmine Monitor Report 2001\n\nIt is so.\n");
    assert_eq!(document.meta.subject.as_ref().unwrap().id, "KMB");
    assert_eq!(document.meta.edition, Some(2001));
}

#[test]
fn a_sentence_over_page_breaks_ends_somewhere() {
    let paragraph = "and so the men of Fen went on along the river without a stop or a word\n\n";
    let document = of(&paragraph.repeat(3_000));
    let longest = document.sentences.iter();
    let bytes = longest.map(|s| s.ranges.iter().map(|range| range.len()).sum::<usize>());
    assert!(bytes.max().unwrap() < 1 << 14);
    assert!(
        document
            .diagnostics
            .iter()
            .any(|d| d.code == "long-sentence")
    );
}
