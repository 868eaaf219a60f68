#!/usr/bin/env python3
"""The same question in SQL: of each cell the claim that stands, by authority, then by the day it was said.

    WORLD_ROWS=rows.tsv cargo bench -p whitestone-app --bench world
    python3 benches/world/sql.py rows.tsv [FOLDER]

Loads the rows into PostgreSQL (a private cluster in FOLDER, else in a temporary one) and into plain SQLite, each with an
index that serves the question, and prints the best of three runs of resolve.sql; loading and indexing are told apart. The
databases are asked for less than a view holds: which claim leads in each cell, how many claims and how many different
values the cell has. They compare no values, keep no times apart and name no reasons. They are asked twice: with the
number of its cell given to each claim, which the index holds too, and with the cell worked out from the qualifiers, as a
view has to (rows.tsv.keys tells which of them tell cells apart; spellings are taken as they are). Without PostgreSQL its
part is skipped, and says so.
"""

import glob
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RESOLVE = (Path(__file__).parent / "resolve.sql").read_text()
TABLE = """CREATE TABLE claim (state INTEGER, property TEXT, cell INTEGER, rank INTEGER, said INTEGER, id TEXT,
                               value TEXT, quote TEXT, qualifiers {json})"""
KEYS = "CREATE TABLE tells_apart (property TEXT, name TEXT, PRIMARY KEY (property, name))"
INDEX = "CREATE INDEX claim_in_cell ON claim (state, cell, rank, said DESC, id)"
RUNS = 3

WORKED_OUT = """(SELECT state, property || {key} AS cell, rank, said, id, value, quote FROM claim)"""
KEY_IN_SQLITE = """(SELECT json_group_object(key, value) FROM (
    SELECT key, value FROM json_each(qualifiers) JOIN tells_apart ON name = key
    WHERE tells_apart.property = claim.property AND value <> '' ORDER BY key))"""
KEY_IN_POSTGRES = """coalesce((SELECT jsonb_object_agg(key, value)::text
    FROM jsonb_each_text(qualifiers) JOIN tells_apart ON name = key
    WHERE tells_apart.property = claim.property AND value <> ''), '')"""


def timed(run):
    start = time.monotonic()
    answer = run()
    return time.monotonic() - start, answer


def resolved(name, ask, key):
    """Asks both questions, each several times."""
    for how, claims in (("cells given", "claim"), ("cells worked out", WORKED_OUT.format(key=key))):
        runs = [timed(lambda: ask(RESOLVE.format(claims=claims))) for _ in range(RUNS)]
        print(f"{name}, {how}: resolved in {min(run[0] for run in runs):.2f} s (best of {RUNS});"
              f" cells, claims, disputed cells ...: {runs[0][1]}", flush=True)


def sqlite(rows, folder):
    base = sqlite3.connect(Path(folder) / "rows.sqlite")
    base.executescript("PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -1048576;"
                       + TABLE.format(json="TEXT") + ";" + KEYS)

    def load():
        for file, table, places in ((rows, "claim", "?, ?, ?, ?, ?, ?, ?, ?, ?"), (f"{rows}.keys", "tells_apart", "?, ?")):
            with open(file, encoding="utf-8") as lines:
                split = (line.rstrip("\n").split("\t") for line in lines)
                base.executemany(f"INSERT INTO {table} VALUES ({places})", split)
        base.commit()

    loaded, _ = timed(load)
    indexed, _ = timed(lambda: base.executescript(INDEX + "; ANALYZE"))
    name = f"SQLite {sqlite3.sqlite_version}"
    print(f"{name}: loaded in {loaded:.1f} s, indexed in {indexed:.1f} s")
    resolved(name, lambda sql: base.execute(sql).fetchone(), KEY_IN_SQLITE)


def tool(name):
    """A program of PostgreSQL; Debian keeps the server's outside the path."""
    debian = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
    return debian[-1] if debian else shutil.which(name)


def postgres(rows, folder):
    if not all(tool(name) for name in ("initdb", "pg_ctl", "psql")):
        print("skipped: PostgreSQL: it is not installed")
        return
    home = Path(folder) / "postgres"
    home.mkdir()
    # The server refuses to run as the administrator.
    is_root = os.geteuid() == 0
    user = "postgres" if is_root else pwd.getpwuid(os.geteuid()).pw_name
    if is_root:
        shutil.chown(home, user)
        os.chmod(folder, 0o755)

    def call(*command, **more):
        return subprocess.run(command, check=True, capture_output=True, text=True, user=user if is_root else None,
                              cwd=home, **more).stdout

    data = str(home / "data")
    call(tool("initdb"), "-D", data, "-A", "trust", "-U", user)
    settings = ("-c listen_addresses= -c shared_buffers=2GB -c work_mem=512MB -c maintenance_work_mem=1GB"
                f" -c fsync=off -c max_parallel_workers_per_gather=2 -c jit=off -k {home}")
    call(tool("pg_ctl"), "-D", data, "-w", "-o", settings, "-l", str(home / "log"), "start")
    try:
        def ask(sql, **more):
            return call(tool("psql"), "-h", str(home), "-U", user, "-d", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1",
                        "-c", sql, **more)

        ask(TABLE.format(json="JSONB").replace("CREATE", "CREATE UNLOGGED"))
        ask(KEYS)
        with open(rows, encoding="utf-8") as lines, open(f"{rows}.keys", encoding="utf-8") as keys:
            loaded, _ = timed(lambda: ask("COPY claim FROM STDIN", stdin=lines))
            ask("COPY tells_apart FROM STDIN", stdin=keys)
        indexed, _ = timed(lambda: (ask(INDEX), ask("VACUUM ANALYZE")))
        name = f"PostgreSQL {call(tool('psql'), '--version').split()[2]}"
        print(f"{name}: loaded in {loaded:.1f} s, indexed in {indexed:.1f} s")
        resolved(name, lambda sql: ask(sql).strip(), KEY_IN_POSTGRES)
    finally:
        call(tool("pg_ctl"), "-D", data, "-m", "immediate", "stop")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    where = sys.argv[2] if len(sys.argv) == 3 else None
    with tempfile.TemporaryDirectory(dir=where) as folder:
        postgres(sys.argv[1], folder)
        sqlite(sys.argv[1], folder)


if __name__ == "__main__":
    main()
