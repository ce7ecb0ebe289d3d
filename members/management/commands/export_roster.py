"""`export_roster`: the roster that somebody may see, as a sheet that can be imported again. Recorded as on the page."""

import json
import sys
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from members.roster_files import KIND, write_roster
from tools.exchange import files, record


class Command(BaseCommand):
    """Exit 0 done, 2 wrong use or a file that cannot be written."""

    help = "Exports the roster to .xlsx or .csv."

    def add_arguments(self, parser: CommandParser) -> None:
        """For whom, and where to."""
        parser.add_argument("--as", dest="user", required=True, metavar="USER", help="the account whose view it is")
        parser.add_argument("--out", required=True, metavar="FILE", help="ends in .xlsx or .csv")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")
        parser.add_argument("--no-input", action="store_true", help="never asks anyway")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        path = Path(options["out"])
        user = get_user_model().objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            self._refuse("no_user", _("There is no account “%(username)s”.") % {"username": options["user"]}, options)
        if path.suffix.lower() not in (".xlsx", ".csv"):
            self._refuse("bad_ending", _("The file must end in .xlsx or .csv."), options)
        try:
            with files.open_private(path) as out:
                rows = write_roster(user, out, as_csv=path.suffix.lower() == ".csv")
            with path.open("rb") as written:
                record.went_out(KIND, files.shown(path.name), written, rows, user)
        except OSError as error:
            self._refuse("no_file", files.cannot_write(error, path), options)
        if options["json"]:
            self.stdout.write(json.dumps({"rows": rows}))
        else:
            self.stdout.write(_("%(rows)s rows written.") % {"rows": rows})

    def _refuse(self, code: str, message: str, options: dict[str, Any]) -> None:
        if options["json"]:
            problem = {"sheet": None, "row": None, "column": None, "field": None, "code": code, "message": message}
            self.stdout.write(json.dumps({"rows": 0, "errors": [problem], "warnings": []}, ensure_ascii=False))
        else:
            self.stderr.write(message)
        sys.exit(2)
