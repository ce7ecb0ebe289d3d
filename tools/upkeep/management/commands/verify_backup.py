"""`verify_backup FILE`: whether a backup could be restored here, shown by doing so aside."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from tools.upkeep.commands import BackupCommand, about
from tools.upkeep.verify import pending, verify


class Command(BackupCommand):
    """Leaves the database alone. Exit 0 it could, 1 it could not, 2 the file cannot be opened."""

    help = "Restores a backup aside, compares it with what it says of itself, and checks the invariants there."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which one."""
        parser.add_argument("file", type=Path)
        super().add_arguments(parser)

    def do(self, options: dict[str, Any]) -> tuple[dict[str, object], list[str]]:
        """Verify it."""
        rehearsal = verify(options["file"])
        manifest = rehearsal.manifest
        found = about(manifest) | {
            "file": str(options["file"]),
            "checked": rehearsal.checked,
            "broken": rehearsal.broken,
            "migrations_to_apply": pending(manifest),
        }
        words = [
            _("%(file)s is whole: made %(made_at)s by version %(version)s, %(rows)s rows of %(tables)s tables.") % found
        ]
        return found, words
