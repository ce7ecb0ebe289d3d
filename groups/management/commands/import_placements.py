"""`import_placements`: who holds a post already, from a file, by the same moves as everybody; all of it or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from groups.placement_sheet import PlacementSheet, write_form
from groups.placing import take_over
from members.roster_files import must_import
from tools.exchange import files
from tools.exchange.command import SheetCommand
from tools.exchange.plan import Content, Plan
from tools.exchange.reader import Book


class Command(SheetCommand):
    """For the first day of a township."""

    help = "Brings in who holds a post already (.xlsx, .xls or .csv)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Also the empty form."""
        super().add_arguments(parser)
        parser.add_argument(
            "--form", action="store_true", help="write the empty form to FILE (.xlsx) instead of reading it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and write, or hand out the form, never over a file that somebody may have filled in."""
        if not options["form"]:
            super().handle(*args, **options)
            return
        path = Path(options["file"])
        if path.exists():
            raise CommandError(_("There is a file %(file)s already; name another one.") % {"file": path})
        try:
            with files.open_private(path) as out:
                write_form(out)
        except OSError as error:
            raise CommandError(files.cannot_write(error, path), returncode=2) from error
        self.stdout.write(_("The empty form is written to %(file)s.") % {"file": path})

    def intake(self) -> PlacementSheet:
        """The columns."""
        return PlacementSheet()

    def permit(self, user: Any) -> None:
        """As for a roster; who may make which move is asked row by row."""
        must_import(user)

    def done(self, intake: PlacementSheet, book: Book, content: Content, user: Any, name: str, dry: bool) -> Plan:
        """Every row to its seat."""
        return take_over(content, user, dry=dry, track=self.bar)
