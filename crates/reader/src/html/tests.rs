use super::*;

fn check(html: &str, expected: &[&str]) {
    let page = flatten(html, &SourceMap::identity(), &mut Vec::new());
    let lines: Vec<String> = page
        .lines
        .unwrap()
        .iter()
        .map(|line| {
            let text = line.span.of(&page.text);
            match &line.hint {
                Hint::None => text.to_owned(),
                Hint::Row(cells, head) => {
                    let cells: Vec<&str> = cells.iter().map(|cell| cell.of(&page.text)).collect();
                    format!(
                        "{}: {}",
                        if *head { "head" } else { "row" },
                        cells.join(" | ")
                    )
                }
                hint => format!("{hint:?}: {text}"),
            }
        })
        .collect();
    assert_eq!(lines, expected);
}

#[test]
fn blocks_lists_and_tables_become_lines() {
    check(
        "<html><head><title>T</title><style>p{}</style></head><body><nav>Home</nav><h1>Kembra</h1>\n<h2>Mines</h2>\
             <p>It is\n  <b>so</b>.</p><ul><li>One<li>Two</ul><ol><li>First</ol><script>if (a < b) {}</script>",
        &[
            "Navigation: Home",
            "Title: Kembra",
            "Heading: Mines",
            "It is so.",
            "Item(None): One",
            "Item(None): Two",
            "Item(Some(1)): First",
        ],
    );
    check(
        "<table><tr><th>Year</th><th>2004</th></tr><tr><td><p>Killed</p></td><td>3</td></tr><tr><td></td><td>4</td></tr></table>",
        &["head: Year | 2004", "row: Killed | 3", "row:  | 4"],
    );
    check(
        "<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>",
        &["One.", "Two."],
    );
    check(
        "<table><tr><td>Menu</td><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>after",
        &["Menu", "row: a | b", "after"],
    );
    check(
        "<pre>One\nTwo\n\nThree</pre>x<br>y",
        &["One", "Two", "Three", "x", "y"],
    );
    // White space is kept: a tab parts two cells.
    check("<pre>One\tTwo</pre>a\tb", &["One\tTwo", "a b"]);
}

#[test]
fn what_is_not_shown_is_not_read() {
    check(
        "<p>One<svg viewBox='0 0 1 1'/>.<svg><text>drawn</text></svg></p><noscript><p>off</p></noscript><noframes><p>old</p></noframes><select/><p>Two.",
        &["One.", "Two."],
    );
    for (html, told) in [
        ("<p>One.<svg><text>x</text>", true),
        ("<p>One.<select><option>Two.<p>Three.", true),
        ("<p>One.<svg>", false),
        ("<p>One.<!-- Two.<p>Three.", true),
        ("<p>One.<!-- Two. --><p>Three.", false),
        ("<p>One.<svg><text>x</text></svg> Two.", false),
    ] {
        let mut diagnostics = Vec::new();
        flatten(html, &SourceMap::identity(), &mut diagnostics);
        assert_eq!(diagnostics.len(), usize::from(told), "{html}");
    }
}

#[test]
fn what_is_left_open_ends_with_its_block() {
    check(
        "<nav>Home<main><p>One.</p></main><nav>Menu</nav>",
        &["Navigation: Home", "One.", "Navigation: Menu"],
    );
    let html = "<p>In 1991.<sup>1</p><p>Then 5 came</sup>.</p><p>Again.<sup>2</sup></p>";
    let page = flatten(html, &SourceMap::identity(), &mut Vec::new());
    let raised: Vec<&str> = page.raised.iter().map(|span| span.of(&page.text)).collect();
    assert_eq!(raised, ["1", "2"]);
}

#[test]
fn a_cell_that_covers_others_leaves_them_empty() {
    check(
        "<table><tr><th>Area</th><th colspan=2>2004</th><th>2005</th></tr>\
         <tr><td rowspan='2'>Fen</td><td>1</td><td>2</td><td>3</td></tr>\
         <tr><td>4</td><td>5</td><td>6</td></tr>\
         <tr><td>Tarn</td><td>7</td><td>8</td><td>9</td></tr></table>",
        &[
            "head: Area | 2004 |  | 2005",
            "row: Fen | 1 | 2 | 3",
            "row:  | 4 | 5 | 6",
            "row: Tarn | 7 | 8 | 9",
        ],
    );
    check(
        "<table><tr><td>a<td rowspan=3 colspan=2>b<td>c<tr><td>d<td>e<tr><td>f<td>g</table><table><tr><td>h<td>i<td>j</table>",
        &[
            "row: a | b |  | c",
            "row: d |  |  | e",
            "row: f |  |  | g",
            "row: h | i | j",
        ],
    );
    // What spans the whole table is a line of its own; what no attribute of a cell says covers nothing.
    check(
        "<table><tr><td colspan=3>Fen</td></tr><tr><td><b colspan=2>a</b></td><td colspan=none>b</td></tr></table>",
        &["Fen", "row: a | b"],
    );
}

#[test]
fn no_cell_covers_more_columns_than_a_table_has() {
    let html = "<table><tr><td colspan=4000000000>a<td rowspan=4000000000>b</table>";
    let lines = flatten(html, &SourceMap::identity(), &mut Vec::new())
        .lines
        .unwrap();
    let Hint::Row(cells, _) = &lines[0].hint else {
        unreachable!("it is a row")
    };
    assert_eq!(cells.len(), MOST_COLUMNS + 1);
}

#[test]
fn every_byte_of_the_text_is_found_in_the_mark_up() {
    let html = "<p>Fen &amp; Tarn&nbsp;say:\r\n <i>caf&eacute;</i> &#8220;no&#x201D; &unknown; 3&lt;4</p><p>“Ok”</p>";
    let page = flatten(html, &SourceMap::identity(), &mut Vec::new());
    assert_eq!(
        page.text.trim_end(),
        "Fen & Tarn\u{a0}say: café “no” &unknown; 3<4\n“Ok”"
    );
    for (word, written) in [
        ("Fen", "Fen"),
        ("&", "&amp;"),
        ("caf", "caf"),
        ("“no”", "&#8220;no&#x201D;"),
        ("“Ok”", "“Ok”"),
        ("4", "4"),
    ] {
        let at = page.text.find(word).unwrap();
        let span = page.source.source_span(Span::new(at, at + word.len()));
        let found = html.get(span.start..span.end).unwrap();
        assert!(found.starts_with(written), "{word}: {found}");
    }
}

#[test]
fn superscripts_are_kept_as_text_and_told() {
    let page = flatten(
        "<p>In 1991.<sup>1</sup> And 3 km<sup>2</sup>.</p>",
        &SourceMap::identity(),
        &mut Vec::new(),
    );
    assert_eq!(page.text.trim_end(), "In 1991.1 And 3 km2.");
    assert_eq!(page.raised.len(), 2);
}
