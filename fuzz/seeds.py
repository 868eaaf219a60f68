#!/usr/bin/env python3
"""Makes fuzz/corpus, the texts and files that fuzzing starts from, out of what the repository holds: examples, the
examples within the rules, reference tables, and small packages and pages made here. Run it anew at will."""

import pathlib
import re

FUZZ = pathlib.Path(__file__).resolve().parent
ROOT = FUZZ.parent
SAMPLES = ROOT / "crates/reader/tests/suite/samples"
LIMIT = 4000


def keep(target, seeds):
    folder = FUZZ / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        data = seed.encode() if isinstance(seed, str) else seed
        (folder / f"seed-{number:03}").write_bytes(data)


def portions(text):
    """Whole paragraphs, up to the limit each."""
    portion = ""
    for paragraph in re.split(r"(?<=\n\n)", text):
        if portion and len(portion) + len(paragraph) > LIMIT:
            yield portion
            portion = ""
        portion += paragraph
    yield portion


def texts(*patterns):
    paths = [path for folder, pattern in patterns for path in sorted(folder.glob(pattern))]
    return [portion for path in paths for portion in portions(path.read_text())]


def rule_texts():
    """What the rules give as examples: every turn of speech that they know."""
    said = []
    for path in sorted((ROOT / "rules").rglob("*.toml")):
        said += re.findall(r'^text = "((?:[^"\\]|\\.)+)"$', path.read_text(), re.M)
    said = [text.replace('\\n', '\n').replace('\\"', '"') for text in said]
    return ["Country Note 2005: Kembra\n\n" + "\n\n".join(said[at : at + 6]) for at in range(0, len(said), 6)]


def rule_blocks():
    found = []
    for path in sorted((ROOT / "rules").rglob("*.toml")):
        blocks = re.split(r"(?m)^(?=\[\[rule\]\]$)", path.read_text())
        found += [block for block in blocks[1:8] if len(block) < LIMIT]
    found += [path.read_text()[:LIMIT] for path in (ROOT / "rules").glob("[fvn]*s.toml")]
    return found


NOTES = [
    "Interview with Col. A. Tarn, Head of Engineers, Ministry of Defense, Kembra, 3 May 2005.",
    "Letter No. 12/345 from the Ministry of Foreign Affairs, 14 November 2004; fax, 2 May 2005.",
    "Article 7 Report (for calendar year 2004), Form B, 30 April 2005, pp. 3, 7-9.",
    "Ibid., p. 4; see also footnote 1 above.",
    "“Mines on the border,” Kembra Daily, 9 June 2003, www.kembra.example/a_b?c=1, accessed 4 July 2005.",
    "Landmine Monitor Report 2004, p. 512; Statement by Kembra, Fifth Meeting of States Parties, Bangkok, 15-19 September 2003.",
    "Email from a source who asked not to be named, 12–14 August 2009. The army did not answer questions.",
    "A. Tarn, 3 May; B. Fen, “Notes,” undated.",
]

DATES = """2004 2004-05 2004-05-03 2004-05-03/2005 2004/.. ../2004-12-31 2004-2X 200X 20XX-XX 2004? 2004-05~ 2004% [2003,2004]
{2003..2005} 2004-21 2004-41 Y-17000 Y1E5 -0044-03-15 2004-W05 /2004 2004/ 2004-XX-31 1699E2S3 .. 2004-02-30""".split() + [
    "In May 2004 it was 3 to 5 June 2005, 9/11 2001, or mid-2003; late 1999/early 2000.",
    "between 2001 and 2003; from 1 January to 31 December 2010; since the 1990s; by end-2012.",
    "on 30 September; the first half of 2005; in fiscal year 2004/05; 12–14 May; spring 1998; 20 May, 1999",
    "as of 01.05.2004; 2004-05-03; 3rd of May 2004; the week of 7 July 2008; Q3 2011; that month; the same year",
]


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def docx(body, notes=""):
    """The parts of a Word document, as the target `docx` packs them."""
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
    return "\0".join([
        f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
        f"<w:footnotes {WORD}>{notes}</w:footnotes>",
        f"<w:styles {WORD}>{styles}</w:styles>",
    ])


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def docx_seeds():
    heading = f'<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr>{run("Stockpile")}</w:p>'
    cited = f'<w:p>{run("Kembra holds 500 mines.")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    note = f'<w:footnote w:id="2"><w:p>{run("Letter, 3 May 2005.")}</w:p></w:footnote>'
    cell = f"<w:tc><w:p>{run('Killed')}</w:p></w:tc><w:tc><w:p>{run('12')}</w:p></w:tc>"
    table = f"<w:tbl><w:tr>{cell}</w:tr><w:tr>{cell}</w:tr></w:tbl>"
    listed = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>' + run("one") + "</w:p>"
    changed = f'<w:p><w:ins w:id="1">{run("new")}</w:ins><w:del w:id="2"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>'
    bodies = [heading + cited, table + cited, table.replace("Killed", table), listed * 3 + changed, ""]
    return [docx(body, note) for body in bodies]


def sheets():
    text = lambda at, value: f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>'
    rows = f'<row r="1">{text("A1", "Year")}<c r="B1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>2004</v></c><c r="B2" s="1"><f>1+1</f><v>38110</v></c></row>'
    book = f'<workbook {SHEET} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Casualties" sheetId="1" r:id="r0"/></sheets></workbook>'
    made = "\0".join([
        f"<worksheet {SHEET}><sheetData>{rows}</sheetData></worksheet>",
        book,
        f'<sst {SHEET} count="1" uniqueCount="1"><si><t>Killed</t></si></sst>',
        f'<styleSheet {SHEET}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    ])
    tables = [path.read_text()[:1500] for path in sorted((ROOT / "reference").glob("*.tsv"))]
    return [made, 'Year;Killed\n2004;"1,5"\n', 'a,b\n"x ""y""\nz",2\n', *tables]


def pdf(content):
    """One page with this content stream."""
    stream = content.encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def pdfs():
    line = lambda x, y, text, size=11: f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n"
    column = lambda x: "".join(line(x, 700 - 14 * n, f"Line {n} of a column of words") for n in range(12))
    return [
        pdf(line(72, 740, "Kembra", 18) + line(72, 700, "Kembra holds 500 mines.") + line(190, 704, "1", 6) + line(72, 60, "1 Letter, 3 May 2005.", 8)),
        pdf(column(60) + column(330)),
        pdf("".join(line(60 + 120 * (n % 4), 700 - 20 * (n // 4), str(n * 7)) for n in range(24))),
        pdf("BT /F 11 Tf 14 TL 72 700 Td [(Two)-300(words)] TJ T* (next line) ' 1 0 0.3 1 9 9 Tm (askew) Tj ET q 2 0 0 2 0 0 cm Q"),
    ]


MAILS = [
    "From: A. Tarn <a.tarn@kembra.example>\r\nTo: x@y.example\r\nDate: Tue, 3 May 2005 10:00:00 +0600\r\nSubject: =?utf-8?q?Mines_=E2=80=93_answer?=\r\n\r\nKembra holds 500 mines.\r\n\r\n> When?\r\n-- \r\nA. Tarn\r\n",
    'From: a@b.example\nSubject: parts\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\n500 mines =96 all\n--b\nContent-Type: text/html\n\n<p>500 mines<br>all</p>\n--b--\n',
    "From: a@b.example\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nS2VtYnJhIGhvbGRzIDUwMCBtaW5lcy4=\n",
]


def main():
    plain = texts((ROOT / "examples", "*.txt"), (SAMPLES, "*.txt"))
    said = rule_texts()
    keep("read", plain)
    keep("html", texts((ROOT / "examples", "*.html"), (SAMPLES, "*.html")))
    keep("notes", NOTES)
    keep("dates", DATES)
    keep("extract", plain + said)
    keep("whole", [f"{a}\0{b}" for a, b in zip(plain + said[::7], said[::5])])
    keep("rules", rule_blocks())
    keep("pdf", pdfs())
    keep("docx", docx_seeds())
    keep("mail", MAILS)
    keep("sheet", sheets())


if __name__ == "__main__":
    main()
