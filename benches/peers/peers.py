#!/usr/bin/env python3
"""Whitestone beside what an analyst would pick instead, in one run, on one text, with equal patterns.

    cargo build --release
    pip install spacy quantulum3 dateparser     # and ripgrep from your system's packages; what is not there is skipped
    python3 benches/peers/peers.py [--program target/release/whitestone] [--megabytes 20] [--texts FOLDER]

The text is the example notes, repeated with changed numbers and names of places (or the .txt files of --texts). spaCy gets a blank English
pipeline with sentencizer, an EntityRuler with every name of the vocabulary's lists, and a Matcher with the patterns of our own rules,
translated token by token: of alternatives that are more than single words it gets only the first MOST, and a gap of up to eight words is
one optional token, so it has less to do, not more (given the gaps as they are, its matcher ran out of memory). Figures are megabytes of
text per second of CPU time (user and system), one thread. quantulum3 (quantities) and dateparser (dates) get the sentences one by one and do
a small part of what Whitestone does with them. ripgrep gets as many regular expressions as there are patterns, made from them, with case
ignored and Unicode on; it tells which lines match, not what they say. Whitestone's figures include starting, compiling its rules, reading layout and notes, and printing every candidate as JSON.
"""
import argparse
import importlib.metadata
import itertools
import pathlib
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST = 1
NUMBERS = {"number", "quantity", "area", "length", "density", "money", "percent", "date", "year", "resolution"}
NAMES = {"org", "person", "speaker", "place", "name"}


def tables(folder):
    for path in sorted((ROOT / folder).rglob("*.toml")):
        with open(path, "rb") as file:
            yield tomllib.load(file)


def corpus(folder, megabytes, into):
    """Writes files until there are so many megabytes; every copy differs in its numbers."""
    texts = [p.read_text(encoding="utf-8") for p in sorted(pathlib.Path(folder).glob("*.txt"))]
    written = copy = 0
    while written < megabytes * 1e6:
        for n, text in enumerate(texts):
            changed = re.sub(r"(?<![\[\d/])\b(\d{2})\b(?![\]\d/])", lambda m: str(10 + (int(m[1]) + copy) % 89), text)
            data = changed.encode()
            (into / f"{copy:05}-{n}.txt").write_bytes(data)
            written += len(data)
            if written >= megabytes * 1e6:
                break
        copy += 1
    return written


# Patterns of the rules as sequences of spaCy token patterns ----------------------------------------------------------

LEXER = re.compile(r"\{[^}]*\}|@[\w-]+|\.\.\.\d*|'[^']*'|[()|?*\[\]^$]|[^\s()|?*\[\]^${}@']+")


def parse(words, sets):
    """A pattern as nested lists: ('seq', [...]), ('alt', [...]), ('opt', x), ('tok', {...})."""
    branches, current = [], []
    while words:
        word = words.pop(0)
        if word == ")":
            break
        if word == "|":
            branches.append(current)
            current = []
        elif word == "(":
            current.append(parse(words, sets))
        elif word in "?*":
            current.append(("opt", current.pop()))
        elif word in "[]^$":
            continue
        elif word.startswith("@"):
            current.append(("alt", [("seq", [literal(w) for w in re.findall(r"\w+|[^\w\s]", entry)]) for entry in sets.get(word[1:], ["?"])]))
        elif word.startswith("..."):
            current.append(("tok", {"OP": "?"}))
        elif word.startswith("{"):
            current.append(slot(word))
        else:
            current.extend(literal(w) for w in re.findall(r"\w+|[^\w\s]", word.strip("'")))
    branches.append(current)
    return ("alt", [("seq", b) for b in branches]) if len(branches) > 1 else ("seq", current)


def literal(word):
    return ("tok", {"LOWER": word.lower()})


def slot(word):
    kinds = word.strip("{}").split(":")[-1].rstrip("+>").split(" ")
    kind = re.split(r"[.<!]", kinds[0])[0]
    if kind == "text":
        return ("tok", {})
    if kind in NUMBERS:
        return ("tok", {"LIKE_NUM": True})
    if kind in NAMES:
        return ("tok", {"IS_TITLE": True})
    return ("tok", {"ENT_TYPE": kind})


def expand(node):
    """The flat token sequences of a pattern, at most MOST of them."""
    kind, inner = node
    if kind == "tok":
        return [[inner]]
    if kind == "opt":
        return [[]] + expand(inner)
    if kind == "alt":
        flat = [sequence for branch in inner for sequence in expand(branch)]
        single = [t for t in flat if len(t) == 1 and isinstance(t[0].get("LOWER"), str)]
        rest = [t for t in flat if t not in single]
        words = sorted({t[0]["LOWER"] for t in single})
        return ([[{"LOWER": {"IN": words}}]] if words else []) + rest[:MOST]
    parts = [expand(part) for part in inner]
    return [list(itertools.chain(*choice)) for choice in itertools.islice(itertools.product(*parts), MOST)]


def matcher_patterns():
    sets, patterns = {}, []
    files = list(tables("rules"))
    for file in files:
        sets.update(file.get("sets", {}))
    for file in files:
        for rule in file.get("rule", []):
            match = rule.get("match", [])
            for pattern in [match] if isinstance(match, str) else match:
                flat = [p for p in expand(parse(LEXER.findall(pattern), sets)) if p]
                patterns += [(rule["id"], p) for p in flat if any("LOWER" in t or "LIKE_NUM" in t for t in p)]
    return patterns


def ruler_patterns():
    kinds = {"states": "state", "treaties": "treaty", "devices": "device", "organisations": "org", "meetings": "meeting",
             "declarations": "declaration", "resolutions": "resolution"}
    for table in tables("vocabulary/lists"):
        for entry in table.get("entry", []):
            for name in [entry["name"], *entry.get("aliases", [])]:
                yield {"label": kinds.get(table["list"], table["list"]), "pattern": name}


# Measures --------------------------------------------------------------------------------------------------------------

def cpu(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def whitestone(program, folder):
    before = cpu(resource.RUSAGE_CHILDREN)
    run = subprocess.run([program, "extract", "--jobs", "1", "--format", "jsonl", str(folder)], stdout=subprocess.PIPE, check=True)
    return cpu(resource.RUSAGE_CHILDREN) - before, run.stdout.count(b"\n")


def spacy_pipeline():
    import spacy
    from spacy.matcher import Matcher

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("entity_ruler").add_patterns(list(ruler_patterns()))
    matcher = Matcher(nlp.vocab)
    for n, (name, pattern) in enumerate(matcher_patterns()):
        matcher.add(f"{name}#{n}", [pattern])
    nlp.max_length = 10**9
    return nlp, matcher, spacy.__version__


def spacy_run(nlp, matcher, files):
    size = found = 0
    before = cpu(resource.RUSAGE_SELF)
    for path in files:
        text = path.read_text(encoding="utf-8")
        size += len(text.encode())
        document = nlp(text)
        found += len(document.ents) + len(matcher(document))
    return cpu(resource.RUSAGE_SELF) - before, size, found


def sentences(files):
    return [part for path in files for part in re.split(r"(?<=[.!?])\s+", path.read_text(encoding="utf-8")) if part.strip()]


def sentence_by_sentence(files, read):
    """CPU seconds and findings of a parser that takes a sentence at a time and may trip over one."""
    found = 0
    before = cpu(resource.RUSAGE_SELF)
    for sentence in sentences(files):
        try:
            found += len(read(sentence) or [])
        except Exception:  # noqa: BLE001 (it is the peer's, and part of what is measured)
            continue
    return cpu(resource.RUSAGE_SELF) - before, sum(path.stat().st_size for path in files), found


def quantulum_run(files):
    from quantulum3 import parser

    return sentence_by_sentence(files, parser.parse)


def dateparser_run(files):
    from dateparser.search import search_dates

    return sentence_by_sentence(files, lambda sentence: search_dates(sentence, languages=["en"]))


def regular_expression(tokens):
    def one(token):
        words = token.get("LOWER")
        if isinstance(words, dict):
            text = "(?:" + "|".join(re.escape(word) for word in words["IN"]) + ")"
        elif words:
            text = re.escape(words)
        elif "LIKE_NUM" in token:
            text = r"\d[\d,.]*"
        else:
            text = r"\w+"
        return f"(?:{text}\\W+)?" if token.get("OP") == "?" else text + r"\W+"

    return "".join(one(token) for token in tokens).removesuffix(r"\W+")


def ripgrep_run(files):
    """Without its start: compiling so many expressions takes longer than the search."""
    expressions = [regular_expression(pattern) for _, pattern in matcher_patterns()]
    with tempfile.TemporaryDirectory() as folder:
        listed, empty = pathlib.Path(folder, "patterns.txt"), pathlib.Path(folder, "empty.txt")
        listed.write_text("\n".join(expressions), encoding="utf-8")
        empty.touch()
        start, _ = ripgrep(listed, [empty])
        seconds, found = ripgrep(listed, files)
    return seconds - start, sum(path.stat().st_size for path in files), found


def ripgrep(patterns, files):
    command = ["rg", "--threads", "1", "--ignore-case", "--count", "--no-config", "--regex-size-limit", "2G", "--dfa-size-limit", "2G"]
    before = cpu(resource.RUSAGE_CHILDREN)
    run = subprocess.run([*command, "--file", str(patterns), *map(str, files)], capture_output=True, text=True)
    if run.returncode > 1:
        raise RuntimeError(run.stderr.strip()[:200])
    found = sum(int(line.rsplit(":", 1)[-1]) for line in run.stdout.splitlines())
    return cpu(resource.RUSAGE_CHILDREN) - before, found


def version_of(name):
    if name == "ripgrep":
        return subprocess.run(["rg", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    return importlib.metadata.version(name)


def first_files(folder, megabytes):
    files, taken = [], 0
    for path in sorted(folder.iterdir()):
        files.append(path)
        taken += path.stat().st_size
        if taken > megabytes * 1e6:
            break
    return files


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--program", default=str(ROOT / "target/release/whitestone"))
    arguments.add_argument("--megabytes", type=float, default=20)
    arguments.add_argument("--peer-megabytes", type=float, default=0.2, help="how much of the text the slow peers get")
    arguments.add_argument("--texts", default=str(ROOT / "examples"))
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        size = corpus(options.texts, options.megabytes, folder)
        seconds, candidates = whitestone(options.program, folder)
        ours = size / 1e6 / seconds
        version = subprocess.run([options.program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        rows = [(version, size, seconds, ours, f"{candidates} candidates")]
        try:
            nlp, matcher, spacy_version = spacy_pipeline()
        except ImportError:
            print("skipped: spaCy: not installed here; pip install spacy", file=sys.stderr)
        else:
            files = first_files(folder, options.peer_megabytes)
            seconds, peer_size, found = spacy_run(nlp, matcher, files)
            what = f"{found} matches of {len(matcher)} patterns, {len(list(ruler_patterns()))} names"
            rows.append((f"spaCy {spacy_version}, blank en", peer_size, seconds, peer_size / 1e6 / seconds, what))
        others = [("quantulum3", quantulum_run, "quantities", 0.1), ("dateparser", dateparser_run, "dates", 0.1),
                  ("ripgrep", ripgrep_run, "lines", options.peer_megabytes)]
        for name, measure, what, most in others:
            try:
                seconds, peer_size, found = measure(first_files(folder, min(most, options.peer_megabytes)))
            except (ImportError, FileNotFoundError, RuntimeError) as problem:
                print(f"skipped: {name}: {problem}", file=sys.stderr)
            else:
                rows.append((f"{name} {version_of(name)}", peer_size, seconds, peer_size / 1e6 / seconds, f"{found} {what}"))
    print(f"{platform.machine()}, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}")
    print(f"{'what':32} {'MB':>7} {'CPU s':>8} {'MB/CPU s':>9} {'ours is':>8}")
    for what, amount, seconds, rate, note in rows:
        print(f"{what:32} {amount / 1e6:7.2f} {seconds:8.2f} {rate:9.3f} {ours / rate:7.0f}x  {note}")


if __name__ == "__main__":
    main()
