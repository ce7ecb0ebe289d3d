"""`make bench`: every part on SQLite and on PostgreSQL, one table at the end, kept in benchmarks/results.md.

Arguments choose: `make bench ARGS="imports exports"`, `make bench ARGS="--on sqlite moves"`.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks import machine
from benchmarks.figures import Figure, drawn

PARTS = ("imports", "memory", "exports", "moves", "lists", "demo", "cycle")
DATABASES = ("sqlite", "postgres")
RESULTS = Path(__file__).parent / "results.md"


def main() -> None:
    """Exit code 1 where a part broke down; an aim that is missed is said in the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts; default: all")
    parser.add_argument("--on", choices=DATABASES, help="one database only")
    options = parser.parse_args()
    parts, databases = options.parts or PARTS, [options.on] if options.on else DATABASES
    found: dict[str, list[Figure]] = {}
    for database in databases:
        for part in parts:
            print(f"{part} on {database} ...", flush=True)
            found.setdefault(database, []).extend(_measured(part, database))
    table = drawn(machine.facts(), found)
    print(table)
    if not options.parts and not options.on:
        RESULTS.write_text(table, encoding="utf-8")


def _measured(part: str, database: str) -> list[Figure]:
    """A process for each, so that none measures what another left in memory."""
    env = {**os.environ, "TEST_DB": database}
    done = subprocess.run([sys.executable, "-m", f"benchmarks.{part}"], env=env, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"bench: {part} on {database} broke down")
    return [Figure(**one) for one in json.loads(done.stdout.splitlines()[-1])]


if __name__ == "__main__":
    main()
