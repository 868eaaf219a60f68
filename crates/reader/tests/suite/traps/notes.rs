//! What notes say: kinds of sources, their parts, and where they lead.

use whitestone_model::document::{CitationKind, Edge};

use super::{body, of};

/// The citations of one note: kind, date, and where it leads.
fn kinds(note: &str) -> Vec<(CitationKind, String)> {
    let document = of(&format!("It is so.[1]\n\n[1] {note}\n"));
    let citations = &document.notes[0].citations;
    citations
        .iter()
        .map(|c| (c.kind, c.date.to_string()))
        .collect()
}

#[test]
fn several_sources_in_one_note() {
    use CitationKind::{CrossReference, Interview, TitledSource};
    assert_eq!(
        kinds(
            "Interview with Amb. Ida Moss, Deputy Minister, Fen, 3 May 2005; “No map; no harvest,” Fen Courier (Tarn), 12 June 2005, www.fen.example; and see Landmine Monitor Report 2004, p. 77."
        ),
        [
            (Interview, "2005-05-03".to_owned()),
            (TitledSource, "2005-06-12".to_owned()),
            (CrossReference, String::new())
        ]
    );
}

#[test]
fn a_note_with_a_fact_of_its_own() {
    let document = of(
        "It is so.[1]\n\n[1] Interview with Ida Moss, Ministry of Defence, Fen, 3 May 2005. She said that 300 mines were destroyed in 2004.\n",
    );
    let facts: Vec<String> = document
        .sentences
        .iter()
        .filter(|s| s.note == Some(0))
        .map(|s| document.quote(&s.ranges))
        .collect();
    assert!(
        facts.contains(&"She said that 300 mines were destroyed in 2004.".to_owned()),
        "{facts:?}"
    );
}

#[test]
fn every_kind_of_source() {
    use CitationKind::{
        AnnualReport, Correspondence, Email, Fax, Interview, Letter, Statement, TitledSource,
        TreatyReport,
    };
    let one = |note: &str, kind: CitationKind| assert_eq!(kinds(note)[0].0, kind, "{note}");
    one(
        "Telephone interview with Ida Moss, Fen, 3 May 2005.",
        Interview,
    );
    one(
        "Statement of Kembra, Second Meeting of States Parties, Orr, 3 May 2005. Notes by the Fen Trust.",
        Statement,
    );
    one(
        "Letter 12-34/5 from the Ministry of Foreign Affairs, 3 May 2005.",
        Letter,
    );
    one("Fax from Ida Moss, Minister of Defence, 3 May 2005.", Fax);
    one(
        "E-mail to the Monitor from Ida Moss, Director, Fen Trust, 3 May 2005.",
        Email,
    );
    one(
        "Correspondence from a Fen Trust official, Orr, 3 May 2005.",
        Correspondence,
    );
    one(
        "Response to the questionnaire by Ida Moss, Fen Trust, 3 May 2005.",
        Correspondence,
    );
    one("International Fen Trust, Annual Report 2004.", AnnualReport);
    one(
        "Kembra Article 7 Report (for calendar year 2004), Form F.",
        TreatyReport,
    );
    one(
        "Fen Trust, A Field of Doubt (Orr: Fen Press, 1991), p. 32.",
        TitledSource,
    );
    one(
        "S. Ann, \"No map\", *Fen Courier*, Vol. 1, No. 41 (29 June 2004).",
        TitledSource,
    );
}

#[test]
fn persons_roles_and_organisations() {
    let document = of(
        "It is so.[1]\n\n[1] Email to the Monitor from Col. Ida Moss, Deputy Director, Kembra Mine Action Centre, 3 May 2005.\n",
    );
    let citation = &document.notes[0].citations[0];
    assert_eq!(citation.persons, ["Col. Ida Moss"]);
    assert_eq!(citation.organisations, ["Kembra Mine Action Centre"]);
    assert_eq!(citation.role, "Deputy Director, Kembra Mine Action Centre");
}

#[test]
fn report_period_and_form() {
    let read = |note: &str| {
        let document = of(&format!("It is so.[1]\n\n[1] {note}\n"));
        let c = document.notes[0].citations[0].clone();
        (c.period.to_string(), c.form, c.date.to_string())
    };
    assert_eq!(
        read("Article 7 Report (covering 2022), Form F, 30 April 2023."),
        ("2022".into(), "F".into(), "2023-04-30".into())
    );
    assert_eq!(
        read(
            "Kembra Article 7 Report (for the period 1 May 2003 to 30 April 2004), Forms C and D."
        ),
        (
            "2003-05-01/2004-04-30".into(),
            "C, D".into(),
            "2004-04-30".into()
        )
    );
}

#[test]
fn accessed_is_when_it_was_read() {
    let document = of(
        "It is so.[1]\n\n[1] \"Fen\", *Fen Guide*, accessed 6 August 2024, at: <https://fen.example/g>.\n",
    );
    let citation = &document.notes[0].citations[0];
    assert_eq!(
        (citation.accessed.as_str(), citation.date.as_str()),
        ("2024-08-06", "")
    );
}

#[test]
fn ibid_with_a_page_of_its_own() {
    let document = of(
        "A.[1] B.[2] C.[3]\n\n[1] Fen Trust, “No map,” 3 May 2005, p. 4.\n[2] Ibid., p. 9.\n[3] Ibid.\n",
    );
    let edges: Vec<_> = document
        .notes
        .iter()
        .map(|n| (n.citations[0].pages.clone(), n.citations[0].edge.clone()))
        .collect();
    let first = Some(Edge::Note("1".to_owned()));
    assert_eq!(
        edges[1..],
        [
            ("9".to_owned(), first),
            (String::new(), Some(Edge::Note("1".to_owned())))
        ]
    );
}

#[test]
fn a_source_named_again_in_short() {
    let edge = |first: &str, again: &str| {
        let document = of(&format!(
            "A.[1] B.[2] C.[3]\n\n[1] See there; {first}\n[2] “No map,” Fen Courier, 1 May 2001.\n[3] {again}\n"
        ));
        document.notes[2].citations[0].edge.clone()
    };
    let source = || {
        Some(Edge::Source {
            note: "1".to_owned(),
            index: 1,
        })
    };
    assert_eq!(
        edge(
            "Interview with Ida Moss, Deputy Minister, Fen, 3 May 2005.",
            "Interview with Ida Moss, 3 May 2005."
        ),
        source()
    );
    assert_eq!(
        edge(
            "Interview with Ida Moss, Deputy Minister, Fen, 3 May 2005.",
            "Interview with Ida Moss."
        ),
        source()
    );
    assert_eq!(
        edge(
            "HALO, response to questionnaire, 9 June 2005.",
            "HALO, response to questionnaire."
        ),
        source()
    );
    assert_eq!(
        edge(
            "Interview with Ida Moss, Deputy Minister, Fen, 3 May 2005.",
            "Interview with Ida Moss, 4 May 2005."
        ),
        None,
        "another day, another talk"
    );
    assert_eq!(
        edge(
            "Interview with Ida Moss, Deputy Minister, Fen, 3 May 2005.",
            "Email from Ida Moss, 3 May 2005."
        ),
        None
    );
}

#[test]
fn pointers_to_other_documents() {
    let edge = |note: &str| {
        let document = of(&format!("It is so.[1]\n\n[1] {note}\n"));
        document.notes[0].citations[0].edge.clone()
    };
    let report = |country: &str| {
        Some(Edge::Report {
            country: country.to_owned(),
        })
    };
    let work = |title: &str, pages: &str| {
        Some(Edge::Work {
            title: title.to_owned(),
            pages: pages.to_owned(),
        })
    };
    assert_eq!(
        edge("See report on Lossa in this edition of Landmine Monitor."),
        report("Lossa")
    );
    assert_eq!(
        edge("See the Upper Lossa country report in this edition."),
        report("Upper Lossa")
    );
    assert_eq!(
        edge("See Landmine Monitor Report 2004, pp. 1032-1033."),
        work("Landmine Monitor Report 2004", "1032-1033")
    );
    assert_eq!(
        edge("ICBL, Landmine Monitor Report 2004, p. 8."),
        work("Landmine Monitor Report 2004", "8")
    );
    assert_eq!(edge("See note 1 above."), Some(Edge::Note("1".to_owned())));
}

#[test]
fn confidential_sources() {
    let secret = |note: &str| {
        let document = of(&format!("It is so.[1]\n\n[1] {note}\n"));
        document.notes[0].citations.iter().any(|c| c.confidential)
    };
    for note in [
        "Interview with confidential military source, Fen, May 2005.",
        "Interview with Ministry of Defence official, Fen, 3 May 2005. The source wishes to remain anonymous.",
        "Interview with officer, name withheld, Fen, 3 May 2005.",
        "Informal talks with officials, Fen, 3 May 2005.",
        "Email from a deminer who asked not to be named, 3 May 2005.",
    ] {
        assert!(secret(note), "{note}");
    }
    assert!(!secret(
        "Interview with Ida Moss, Director, Fen Trust, Fen, 3 May 2005."
    ));
}

#[test]
fn shortened_and_decorated_addresses() {
    let url = |note: &str| {
        let document = of(&format!("It is so.[1]\n\n[1] {note}\n"));
        document.notes[0].citations[0].url.clone()
    };
    assert_eq!(
        url("“No map,” 3 May 2005, www.fen.example/a.html4?st=1109."),
        "www.fen.example/a.html4?st=1109"
    );
    assert_eq!(
        url("\"No map\", *Fen Courier*, 3 May 2005, available at: <https://bit.ly/3x>."),
        "https://bit.ly/3x"
    );
    assert_eq!(
        url("\"No map\", 3 May 2005, at: <https://fen.example/x>, p. 21."),
        "https://fen.example/x"
    );
}

#[test]
fn a_citation_glued_to_the_full_stop() {
    let document = of(
        "The army cleared the fields in 2017.Email from Ida Moss, Director, Fen Trust, 3 May 2018. It then went home.\n",
    );
    assert_eq!(body(&document)[0], "The army cleared the fields in 2017.");
}
