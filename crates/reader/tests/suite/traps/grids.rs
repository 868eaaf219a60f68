//! Boxes of key data and tables whose cells stand on lines of their own. States, places and figures are invented.

use whitestone_model::document::BlockKind;

use super::{of, with_states};

/// The blocks of a text, one a line: rows with their cells, other blocks with the first letter of their kind.
fn check(text: &str, expected: &[&str]) {
    let text = text.replace('\n', "\n\n");
    let document = of(&text);
    let words = |span| document.words(span);
    let shown: Vec<String> = document
        .blocks
        .iter()
        .map(|block| match block.kind {
            BlockKind::Row => {
                let cells: Vec<String> = block.cells.iter().map(|cell| words(*cell)).collect();
                let headed = if block.header.is_some() { "^ " } else { "" };
                format!("{headed}{}", cells.join(" | "))
            }
            BlockKind::Heading => format!("# {}", words(block.span)),
            BlockKind::Title => format!("title {}", words(block.span)),
            BlockKind::Boilerplate => format!("({})", block.span.of(&document.text)),
            _ => words(block.span),
        })
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn scores_stand_below_their_criteria() {
    check(
        "KEMBRA\nPerformance of the Programme\nPerformance Indicator\nScore\nProblem understood\n4\nTargeted clearance\n5\nEfficient clearance\n6\nKembra did better. It has a plan.",
        &[
            "title KEMBRA",
            "# Performance of the Programme",
            "Performance Indicator | Score",
            "^ Problem understood | 4",
            "^ Targeted clearance | 5",
            "^ Efficient clearance | 6",
            "Kembra did better. It has a plan.",
        ],
    );
    check(
        "KEMBRA\nUNDERSTANDING OF CONTAMINATION\n(20% of overall score)\n5\nKembra knows its mines. It will look again.",
        &[
            "title KEMBRA",
            "UNDERSTANDING OF CONTAMINATION (20% of overall score) | 5",
            "Kembra knows its mines. It will look again.",
        ],
    );
    check(
        "KEMBRA\nPROGRAMME PERFORMANCE\n2017 2016\nProblem understood 7 6\nTargeted clearance 5 4\nPERFORMANCE SCORE: AVERAGE 6.0 5.0\nIt rose.",
        &[
            "title KEMBRA",
            "# PROGRAMME PERFORMANCE",
            " | 2017 | 2016",
            "^ Problem understood | 7 | 6",
            "^ Targeted clearance | 5 | 4",
            "^ PERFORMANCE SCORE | AVERAGE 6.0 | 5.0",
            "It rose.",
        ],
    );
}

#[test]
fn rows_are_found_by_the_rhythm_of_words_and_figures() {
    check(
        "Kembra\nThe table shows what was left.\nProvince\nDistrict\nArea (m2)\nOrra\nUpper Orra\n12,345\nLower Orra\n6,789\nTotal\n19,134\nMore will follow.",
        &[
            "title Kembra",
            "The table shows what was left.",
            "Province | District | Area (m2)",
            "^ Orra | Upper Orra | 12,345",
            "^ Lower Orra |  | 6,789",
            "^ Total |  | 19,134",
            "More will follow.",
        ],
    );
    check(
        "Kembra\nSupport from abroad\nDonor\nSector\nAmount (national currency)\nAmount\n($)\nTarnia\nClearance\nTRN6,000,000\n950,000\nLossa\nVictim assistance\nLSS2,000,000\n21,000\nTotal\n971,000\nAll gave more.",
        &[
            "title Kembra",
            "# Support from abroad",
            "Donor | Sector | Amount (national currency) | Amount ($)",
            "^ Tarnia | Clearance | TRN6,000,000 | 950,000",
            "^ Lossa | Victim assistance | LSS2,000,000 | 21,000",
            "^ Total |  |  | 971,000",
            "All gave more.",
        ],
    );
    check(
        "Kembra\nYear\nArea cleared\nMines destroyed\n2003\n1.2\n34\n2004\n1.5\n28\nTotal\n2.7\n62\nIt went on.",
        &[
            "title Kembra",
            "Year | Area cleared | Mines destroyed",
            "^ 2003 | 1.2 | 34",
            "^ 2004 | 1.5 | 28",
            "^ Total | 2.7 | 62",
            "It went on.",
        ],
    );
}

#[test]
fn cells_with_a_bar_behind_each_are_found_by_the_same_rhythm() {
    check(
        "Kembra\nThe table shows how it went.\nIndicator |\nScore |\nProblem understood |\n4 |\nTargeted clearance |\n5 |\nPERFORMANCE SCORE |\n4.5 |\nMore will follow.",
        &[
            "title Kembra",
            "The table shows how it went.",
            "Indicator | Score",
            "^ Problem understood | 4",
            "^ Targeted clearance | 5",
            "^ PERFORMANCE SCORE | 4.5",
            "More will follow.",
        ],
    );
    check(
        "Kembra\nIt was given by friends.\nDonor |\nSector |\nAmount (national currency) |\nAmount ($) |\nTarnia |\nClearance |\nTRN24,500 |\n3,617 |\nLossa |\nVictim assistance |\nLSS12,000 |\n30,380 |\nTotal |\n|\n|\n33,997 |\nAll gave more.",
        &[
            "title Kembra",
            "It was given by friends.",
            "Donor | Sector | Amount (national currency) | Amount ($)",
            "^ Tarnia | Clearance | TRN24,500 | 3,617",
            "^ Lossa | Victim assistance | LSS12,000 | 30,380",
            "^ Total |  |  | 33,997",
            "All gave more.",
        ],
    );
}

#[test]
fn headings_in_a_row_are_no_table() {
    check(
        "Kembra\nOne\nTwo\nThree\nFour\nFive\nSix\nIt is so.",
        &[
            "title Kembra",
            "# One",
            "# Two",
            "# Three",
            "# Four",
            "# Five",
            "# Six",
            "It is so.",
        ],
    );
}

#[test]
fn the_parts_of_a_status_table_are_rows_of_their_group() {
    check(
        "Kembra\nOperators in 2017\nNational:\nHill Army\nNGOs:\nThe Fen Trust\nExtent of contamination as of July 2018\nLandmines\n5.8km2\nLand release in 2017\nLandmines\n1.0km2 cleared, 3 mines destroyed\nProgress\nLandmines\nOn target\nContamination\nKembra has mines.",
        &[
            "title Kembra",
            "# Operators in 2017",
            "National | Hill Army",
            "NGOs | The Fen Trust",
            "# Extent of contamination as of July 2018",
            "Landmines | 5.8km2",
            "# Land release in 2017",
            "Landmines | 1.0km2 cleared, 3 mines destroyed",
            "# Progress",
            "Landmines | On target",
            "# Contamination",
            "Kembra has mines.",
        ],
    );
    check(
        "Kembra\nCasualties in 2017\nAnnual total\n17\nIncrease from\n12 in 2016\nDevice type causing casualties\n10 antivehicle mines; 7 ERW\nAll were men.",
        &[
            "title Kembra",
            "# Casualties in 2017",
            "Annual total | 17",
            "Increase from | 12 in 2016",
            "Device type causing casualties | 10 antivehicle mines; 7 ERW",
            "All were men.",
        ],
    );
}

#[test]
fn a_word_that_is_a_label_in_boxes_swallows_no_text() {
    check(
        "Kembra\nHow it is done\nNational:\nHill Army\nOthers help. They are few.\nSurvey\nIt looked at two places.",
        &[
            "title Kembra",
            "# How it is done",
            "National:",
            "# Hill Army",
            "Others help. They are few.",
            "# Survey",
            "It looked at two places.",
        ],
    );
}

#[test]
fn values_go_on_where_a_bracket_is_open() {
    check(
        "Kembra\nCasualty analysis\nKilled: 3\nInjured: 15 (8 men, 2 boys,\n5 soldiers) (2005: 9)\nKey developments\nIt ended.",
        &[
            "title Kembra",
            "Casualty analysis | Killed: 3 | Injured: 15 (8 men, 2 boys, 5 soldiers) (2005: 9)",
            "# Key developments",
            "It ended.",
        ],
    );
    check(
        "Kembra\nParticipation in Mine Ban Treaty meetings\nTook part in the Second Review Conference in Fen in June 2005, the Tenth Meeting of States Parties in Orr in the year after, and the talks on stockpiles and on victims\nin March 2006 with others\nKey developments\nIt ended.",
        &[
            "title Kembra",
            "Participation in Mine Ban Treaty meetings | Took part in the Second Review Conference in Fen in June 2005, the Tenth Meeting of States Parties in Orr in the year after, and the talks on stockpiles and on victims in March 2006 with others",
            "# Key developments",
            "It ended.",
        ],
    );
}

#[test]
fn what_is_said_of_a_deadline_is_a_cell_of_its_row() {
    for remark in [
        "(Not on track to meet deadline)",
        "NOT ON TRACK TO MEET DEADLINE",
    ] {
        check(
            &format!("KEMBRA\nARTICLE 5 DEADLINE: 1 MARCH 2019\n{remark}\nKEY DATA\nIt has mines."),
            &[
                "title KEMBRA",
                &format!("ARTICLE 5 DEADLINE | 1 MARCH 2019 | {remark}"),
                "# KEY DATA",
                "It has mines.",
            ],
        );
    }
}

#[test]
fn newer_labels_end_the_row_before() {
    check(
        "KEMBRA\nANTI-PERSONNEL (AP) MINE CONTAMINATION:\nMEDIUM\n15KM2\nAP MINE CLEARANCE IN 2018\n0.47KM2\nAP MINES DESTROYED IN 2018\n1,234\nKEY DEVELOPMENTS\nIt has rules.",
        &[
            "title KEMBRA",
            "ANTI-PERSONNEL (AP) MINE CONTAMINATION | MEDIUM | 15KM2",
            "AP MINE CLEARANCE IN 2018 | 0.47KM2",
            "AP MINES DESTROYED IN 2018 | 1,234",
            "# KEY DEVELOPMENTS",
            "It has rules.",
        ],
    );
    check(
        "Kembra\nState Party since\n1 May 2001\nLast Article 7 report submitted in\nApril 2005\nDemining in 2008\nArea not reported, 9 mines destroyed\nRisk education recipients in 2008\n4,500\nSupport for mine action in 2008\nInternational: $3 million (2007: $2 million)\nKey developments\nIt ended.",
        &[
            "title Kembra",
            "State Party since | 1 May 2001",
            "Last Article 7 report submitted in | April 2005",
            "Demining in 2008 | Area not reported, 9 mines destroyed",
            "Risk education recipients in 2008 | 4,500",
            "Support for mine action in 2008 | International: $3 million (2007: $2 million)",
            "# Key developments",
            "It ended.",
        ],
    );
}

#[test]
fn cells_with_a_bar_behind_them_are_a_box() {
    check(
        "Kembra\n---|---\nState Party since |\n1 March 2001 |\nMine/ERW casualties in 2007 |\nTotal: 36 (2006: 24) Mines: 23 (2006: 13) Submunitions: 2 (2006: 0) |\nCasualty analysis |\nKilled: 12 (2006: 9) Injured: 24 (2006: 11) |\nKey developments\nIt ended.",
        &[
            "title Kembra",
            "(---|---)",
            "State Party since | 1 March 2001",
            "Mine/ERW casualties in 2007 | Total: 36 (2006: 24) | Mines: 23 (2006: 13) | Submunitions: 2 (2006: 0)",
            "Casualty analysis | Killed: 12 (2006: 9) | Injured: 24 (2006: 11)",
            "# Key developments",
            "It ended.",
        ],
    );
}

#[test]
fn a_row_ends_with_the_bars_of_its_empty_cells() {
    check(
        "Kembra\nCasualties |\n|||\nAll known casualties (between 1990 and 2017) |\n45 casualties: 20 killed |\n||\nSurvival outcome |\n4 killed; 3 injured\n|\n||\nAnnual total |\n7 |\nIncrease from 5 in 2016 |\n|\nAll were men. They ploughed.",
        &[
            "title Kembra",
            "# Casualties |",
            "(|||)",
            "All known casualties (between 1990 and 2017) | 45 casualties: 20 killed",
            "(||)",
            "Survival outcome | 4 killed; 3 injured",
            "(||)",
            "Annual total | 7 | Increase from 5 in 2016",
            "(|)",
            "All were men. They ploughed.",
        ],
    );
}

#[test]
fn a_box_ends_where_its_labels_end() {
    check(
        "Kembra\nDemining in 2008\nClearance of 29,000m2 of mined areas\nRelease of 5,000m2 of suspected areas\nArticle 5 (clearance of mined areas)\nDeadline: 1 April 2014\nSupport for mine action in 2008\nTen-Year Summary\nIt joined.",
        &[
            "title Kembra",
            "Demining in 2008 | Clearance of 29,000m2 of mined areas | Release of 5,000m2 of suspected areas",
            "Article 5 (clearance of mined areas) | Deadline: 1 April 2014",
            "# Support for mine action in 2008",
            "# Ten-Year Summary",
            "It joined.",
        ],
    );
    check(
        "Kembra\nSupport for Mine Action\nLast updated: 16 October 2020\nKembra gave money.",
        &[
            "title Kembra",
            "# Support for Mine Action",
            "Last updated | 16 October 2020",
            "Kembra gave money.",
        ],
    );
}

#[test]
fn editions_without_a_title_line() {
    let check = |text: &str, edition: i16, family: &str| {
        let meta = with_states(text).meta;
        assert_eq!(
            (meta.edition, meta.family.as_str()),
            (Some(edition), family),
            "{text}"
        );
        assert_eq!(
            meta.subject.map(|subject| subject.id).as_deref(),
            Some("KMB"),
            "{text}"
        );
    };
    check(
        "KEMBRA\n\nCLEARING THE MINES 2019\n\nKEY DATA\n\nIt has mines.\n",
        2019,
        "key-data",
    );
    check(
        "KEMBRA\n\nClearing the Mines 2018 Report\n\nKEY DATA\n\nIt has mines.\n",
        2018,
        "key-data",
    );
    check(
        "Sub-Sections:\n\nKembra\n\nKembra\n\n2008 Key Data\n\nState Party since\n\n1 May 2001\n\nTen-Year Summary\n\nIt joined.\n",
        2009,
        "annual-box",
    );
}

#[test]
fn a_bullet_may_label_the_line_below_it() {
    check(
        "KEMBRA\n• Article 4 deadline\n1 August 2020\n• Article 5 deadline:\n1 May 2021\n• Performance\nPerformance Indicator Score\nProblem understood 7\nTarget date set 6\nTargeted clearance 5\nEfficient clearance 4\nTimely clearance 3\nPerformance score: Average 5.0\nIt rose.",
        &[
            "title KEMBRA",
            "Article 4 deadline | 1 August 2020",
            "Article 5 deadline | 1 May 2021",
            "• Performance",
            "# Performance Indicator Score",
            "Problem understood | 7",
            "Target date set | 6",
            "Targeted clearance | 5",
            "Efficient clearance | 4",
            "Timely clearance | 3",
            "Performance score | Average 5.0",
            "It rose.",
        ],
    );
}

#[test]
fn scores_of_two_years_on_one_line() {
    check(
        "KEMBRA\nPROGRAMME PERFORMANCE For 2015 For 2014 Problem understood 8 7 Targeted clearance 5 6",
        &[
            "title KEMBRA",
            "PROGRAMME PERFORMANCE | 2015 | 2014",
            "^ Problem understood | 8 | 7",
            "^ Targeted clearance | 5 | 6",
        ],
    );
}

#[test]
fn what_stands_above_a_bare_value_is_its_label() {
    check(
        "KEMBRA\nStocks of the north\nUnknown\nContamination\nAPMs, UXO\nDeadline\n1 May 2021",
        &[
            "title KEMBRA",
            "Stocks of the north | Unknown",
            "Contamination | APMs, UXO",
            "Deadline | 1 May 2021",
        ],
    );
}

#[test]
fn a_heading_under_a_label_that_heads_a_section_is_no_value() {
    check(
        "KEMBRA\nContamination\nMine contamination (see below for the rest)\nThe country is affected by mines. They were laid in 1992.",
        &[
            "title KEMBRA",
            "# Contamination",
            "# Mine contamination (see below for the rest)",
            "The country is affected by mines. They were laid in 1992.",
        ],
    );
}

#[test]
fn a_label_that_lost_the_blank_before_it() {
    check(
        "KEMBRA\nMine Ban TreatyArticle 5 deadline: 1 April 2020\nThere are mines. They are old.",
        &[
            "title KEMBRA",
            "Article 5 deadline | 1 April 2020",
            "There are mines. They are old.",
        ],
    );
}

#[test]
fn a_line_with_a_note_marker_right_above_a_table_heads_it() {
    check(
        "KEMBRA\nContributions by recipient: 2004[4]\nRecipient\nSector\nAmount (US$)\nOrra\nClearance\n361,000\nFen\nClearance\n12,000\nTotal\n\n\n373,000\nIt gave more. Nobody knows why.",
        &[
            "title KEMBRA",
            "# Contributions by recipient: 2004",
            "Recipient | Sector | Amount (US$)",
            "^ Orra | Clearance | 361,000",
            "^ Fen | Clearance | 12,000",
            "^ Total |  | 373,000",
            "It gave more. Nobody knows why.",
        ],
    );
}

#[test]
fn the_last_column_may_hold_words() {
    check(
        "KEMBRA\nMined areas of the border\nLocation\nAreas\nMines\nStatus\nPost A, Orra\n3\n57\nCompleted\nPost B, Fen\n4\n99\nCompleted\nTotal\n7\n156\nCompleted\nThey are gone. Nobody was hurt.",
        &[
            "title KEMBRA",
            "# Mined areas of the border",
            "Location | Areas | Mines | Status",
            "^ Post A, Orra | 3 | 57 | Completed",
            "^ Post B, Fen | 4 | 99 | Completed",
            "^ Total | 7 | 156 | Completed",
            "They are gone. Nobody was hurt.",
        ],
    );
}
