"""`backup OUT`: the whole town in one file, which was restored aside before it got its name."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from tools.upkeep.backup import make
from tools.upkeep.commands import BackupCommand, about


def _at_least_one(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("1 or more")
    return int(text)


class Command(BackupCommand):
    """Reads only, besides OUT. Exit 0 done, 1 refused and no file left, 2 wrong use."""

    help = "Makes a backup, restores it aside and checks it there; only then the file has its name."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and what to throw away."""
        parser.add_argument("out", type=Path, help="a file, or a folder for zhenzi-YYYYMMDD-HHMM.backup")
        parser.add_argument(
            "--keep", type=_at_least_one, default=0, metavar="N", help="in a folder: keep the last N, this one included"
        )
        parser.add_argument(
            "--even-broken", action="store_true", help="also where records of the town contradict each other"
        )
        super().add_arguments(parser)

    def do(self, options: dict[str, Any]) -> tuple[dict[str, object], list[str]]:
        """Make it."""
        made = make(options["out"], keep=options["keep"], even_broken=options["even_broken"])
        found = about(made.rehearsal.manifest) | {
            "file": str(made.path),
            "bytes": made.path.stat().st_size,
            "checked": made.rehearsal.checked,
            "broken": made.rehearsal.broken,
            "removed": [str(path) for path in made.removed],
        }
        words = [_("%(file)s: %(rows)s rows of %(tables)s tables, restored aside and checked.") % found]
        if made.rehearsal.broken:
            number = len(made.rehearsal.broken)
            words.append(
                _("%(number)s rows contradict each other; this backup is no proof of a sound town.")
                % {"number": number}
            )
        return found, words + [_("Removed: %(file)s") % {"file": path} for path in made.removed]
