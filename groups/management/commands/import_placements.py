"""`import_placements`: who holds a post already, from a file, by the same moves as everybody; all of it or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

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
        """Read and write, or hand out the form."""
        if not options["form"]:
            super().handle(*args, **options)
            return
        with files.open_private(Path(options["file"])) as out:
            write_form(out)

    def intake(self) -> PlacementSheet:
        """The columns."""
        return PlacementSheet()

    def permit(self, user: Any) -> None:
        """As for a roster; who may make which move is asked row by row."""
        must_import(user)

    def done(self, intake: PlacementSheet, book: Book, content: Content, user: Any, name: str, dry: bool) -> Plan:
        """Every row to its seat."""
        return take_over(content, user, dry=dry, track=self.track)
