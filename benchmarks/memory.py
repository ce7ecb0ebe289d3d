"""P4, P5: how much memory the commands take at their peak, a hundred thousand rows in and out."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks import rosters
from benchmarks.figures import Figure, told
from benchmarks.town import ready

FEW, MANY = 20_000, 100_000


def main() -> None:
    """Each command in a process of its own, on a database of its own."""
    ready()
    from django.conf import settings

    home = Path(settings.TEST_HOME)
    idle = _peak(None, ["check"])
    came_in = {(ending, number): _in(home, ending, number) for ending in ("csv", "xlsx") for number in (FEW, MANY)}
    went_out = {(ending, number): peak for ending in ("csv", "xlsx") for number, peak in _out(home, ending)}
    figures = [Figure("", "an idle command", f"{idle:.0f} MB")]
    xlsx = came_in["xlsx", MANY]
    figures.append(Figure("P4", f"{MANY:,} rows of .xlsx in, peak", f"{xlsx:.0f} MB", "at most 400 MB", xlsx <= 400))
    figures += _growth("P4", "of .csv in", came_in["csv", FEW], came_in["csv", MANY])
    for ending in ("csv", "xlsx"):
        figures += _growth("P5", f"of .{ending} out", went_out[ending, FEW], went_out[ending, MANY])
    told(figures)


def _growth(goal: str, what: str, few: float, many: float) -> list[Figure]:
    """Flat: five times the rows take at most a tenth more."""
    measured = f"{few:.0f} MB, {many:.0f} MB"
    return [Figure(goal, f"{FEW:,} and {MANY:,} rows {what}, peaks", measured, "flat (10 %)", many <= 1.1 * few)]


def _in(home: Path, ending: str, number: int) -> float:
    from members.models import Branch
    from tests.support import databases

    database = databases.demo("township").copy("bench")
    path = home / f"roster.{ending}"
    try:
        with database.entered():
            rows = rosters.people(number, list(Branch.objects.all()), full=True)
        path.write_bytes(rosters.sheet(rows, as_csv=ending == "csv"))
        return _peak(database, ["import_roster", str(path), "--as", "town", "--json"])
    finally:
        database.drop()


def _out(home: Path, ending: str) -> list[tuple[int, float]]:
    from django.contrib.auth import get_user_model

    from members.models import Branch
    from members.resources import RosterResource
    from tests.support import databases
    from tools.exchange.limits import of_command

    found = []
    for number in (FEW, MANY):
        database = databases.demo("township").copy("bench")
        try:
            with database.entered():
                rows, resource = rosters.people(number, list(Branch.objects.all()), full=True), RosterResource()
                _book, content = resource.read(rosters.sheet(rows, as_csv=True), "roster.csv", of_command())
                resource.apply(content, get_user_model().objects.get(username="town"))
            out = home / f"out.{ending}"
            found.append((number, _peak(database, ["export_roster", "--as", "town", "--out", str(out)])))
        finally:
            database.drop()
    return found


def _peak(database: Any, command: list[str]) -> float:
    """The largest resident size of a command, in MB."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    if database is not None:
        env["DATABASE_URL"] = database.url
    command = [sys.executable, "-m", "benchmarks.peak", sys.executable, "manage.py", *command]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command[5]} failed: {done.stderr[-500:]}")
    return int(done.stdout) / 1024


if __name__ == "__main__":
    main()
