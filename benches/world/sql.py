#!/usr/bin/env python3
"""The same question in SQL: of each cell the claim that stands, by authority, then by the day it was said.

    WORLD_ROWS=rows.tsv cargo bench -p whitestone-app --bench world
    python3 benches/world/sql.py rows.tsv [FOLDER]

Loads the rows into PostgreSQL (a private cluster in FOLDER, else in a temporary one) and into plain SQLite, each with an
index that serves the question, and prints the best of three runs of resolve.sql; loading and indexing are told apart. The
databases are asked for less than a view holds: which claim leads in each cell, how many claims and how many different
values the cell has. They compare no values, keep no times apart and name no reasons. The keys of the cells are given to
them. Without PostgreSQL its part is skipped, and says so.
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
                               value TEXT, quote TEXT)"""
INDEX = "CREATE INDEX claim_in_cell ON claim (state, cell, rank, said DESC, id)"
RUNS = 3


def timed(run):
    start = time.monotonic()
    answer = run()
    return time.monotonic() - start, answer


def told(name, loaded, indexed, times, answer):
    print(f"{name}: loaded in {loaded:.1f} s, indexed in {indexed:.1f} s; cells, claims, disputed cells: {answer}")
    print(f"{name}: resolved in {min(times):.2f} s (best of {RUNS})", flush=True)


def sqlite(rows, folder):
    base = sqlite3.connect(Path(folder) / "rows.sqlite")
    base.executescript("PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -1048576;" + TABLE)

    def load():
        with open(rows, encoding="utf-8") as lines:
            split = (line.rstrip("\n").split("\t") for line in lines)
            base.executemany("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?)", split)
        base.commit()

    loaded, _ = timed(load)
    indexed, _ = timed(lambda: base.executescript(INDEX + "; ANALYZE"))
    runs = [timed(lambda: base.execute(RESOLVE).fetchone()) for _ in range(RUNS)]
    told(f"SQLite {sqlite3.sqlite_version}", loaded, indexed, [run[0] for run in runs], runs[0][1])


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

        ask(TABLE.replace("CREATE", "CREATE UNLOGGED"))
        with open(rows, encoding="utf-8") as lines:
            loaded, _ = timed(lambda: ask("COPY claim FROM STDIN", stdin=lines))
        indexed, _ = timed(lambda: (ask(INDEX), ask("VACUUM ANALYZE claim")))
        runs = [timed(lambda: ask(RESOLVE)) for _ in range(RUNS)]
        version = call(tool("psql"), "--version").split()[2]
        told(f"PostgreSQL {version}", loaded, indexed, [run[0] for run in runs], runs[0][1].strip())
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
