"""`restore FILE [--force]`: a backup takes the place of the town's database, whole or not at all."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from tools.upkeep.commands import BackupCommand, about
from tools.upkeep.restore import restore


class Command(BackupCommand):
    """Exit 0 done, 1 refused and nothing changed, 2 the file cannot be opened."""

    help = "Puts a backup in the place of the database. Stop the service first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which one."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--force", action="store_true", help="also where the database holds something, which is lost"
        )
        super().add_arguments(parser)

    def do(self, options: dict[str, Any]) -> tuple[dict[str, object], list[str]]:
        """Restore it."""
        done = restore(options["file"], force=options["force"])
        found = about(done.manifest) | {
            "file": str(options["file"]),
            "migrations_to_apply": done.pending,
            "set_aside": str(done.set_aside) if done.set_aside else None,
        }
        words = [_("Restored what was backed up at %(made_at)s: %(rows)s rows of %(tables)s tables.") % found]
        if done.set_aside:
            words.append(_("The old database was damaged and lies in %(file)s.") % {"file": done.set_aside})
        if done.pending:
            words.append(_("The backup is of an older version; now run `manage.py migrate`."))
        return found, words
