"""What the commands that bring a sheet in have in common: their arguments, what they say, their exit codes."""

import json
import sys
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, IntegrityError, transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from tools.exchange import files, report
from tools.exchange.intake import Intake
from tools.exchange.limits import Unreadable, of_command
from tools.exchange.plan import Content, Plan, Problem
from tools.exchange.reader import Book
from tools.exchange.resource import SheetResource

DONE, REFUSED, UNREADABLE = 0, 1, 2


class SheetCommand(BaseCommand):
    """Exit 0 done, 1 refused and nothing written, 2 wrong use or unreadable file."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, for whom, and whether to write."""
        parser.add_argument("file")
        parser.add_argument(
            "--as", dest="user", required=True, metavar="USER", help="the account in whose name it is done"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument("--report", metavar="OUT.xlsx", help="the same sheet with the bad cells coloured")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")
        parser.add_argument("--no-input", action="store_true", help="never asks anyway")

    def intake(self) -> Intake:
        """What reads the file."""
        raise NotImplementedError

    def done(self, intake: Any, book: Book, content: Content, user: Any, name: str, dry: bool) -> Plan:
        """Check what was read, and write it unless `dry`; nothing is written where the plan has an error."""
        raise NotImplementedError

    def done_in_parts(self, data: bytes, user: Any, name: str) -> Plan | None:
        """What was done, where a long file can go in part by part; None where it is read as a whole."""
        return None

    def permit(self, user: Any) -> None:
        """Raise PermissionDenied for who may not bring such a sheet."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, plan, write."""
        try:
            code, plan = self._run(options)
        except Error as error:  # Away, full, not migrated: the whole transaction is back where it began.
            words = _("The database does not do it: %(words)s") % {"words": " ".join(str(error).split())}
            code, plan = REFUSED, refusal("database", words)
        self._tell(plan, options, code)
        if code:
            sys.exit(code)

    def _run(self, options: dict[str, Any]) -> tuple[int, Plan]:
        user = get_user_model().objects.filter(username=options["user"]).first()
        if user is None:
            return UNREADABLE, refusal(
                "no_user", _("There is no account “%(username)s”.") % {"username": options["user"]}
            )
        path, intake, limits = Path(options["file"]), self.intake(), of_command()
        name = files.shown(path.name)
        try:
            self.permit(user)
            with path.open("rb") as file:
                data = file.read(limits.size + 1)
            if not options["dry_run"] and not options["report"]:
                plan = self.done_in_parts(data, user, name)
                if plan is not None:
                    return DONE, plan
            book, content = intake.read(data, name, limits, keep=bool(options["report"]))
            if not options["report"]:
                book.sheets.clear()  # Only a report shows the cells as they were.
        except PermissionDenied as error:
            return REFUSED, refusal("forbidden", str(error))
        except OSError as error:
            return UNREADABLE, refusal("no_file", files.cannot_read(error, path))
        except Unreadable as error:
            return UNREADABLE, refusal(error.code, error.message)
        target = Path(options["report"]) if options["report"] else None
        try:
            with transaction.atomic():
                plan = self.done(intake, book, content, user, name, options["dry_run"])
                if target:
                    self._report(target, book, content, plan)
        except OSError as error:
            return UNREADABLE, refusal("no_file", files.cannot_write(error, target))
        except SheetResource.Broken as broken:
            return REFUSED, refusal("contradiction", str(broken))
        except IntegrityError:
            return REFUSED, refusal(
                "changed", _("The records changed while the file was read; nothing was written. Try again.")
            )
        return (REFUSED if plan.errors else DONE), plan

    @staticmethod
    def bar(rows: list[Any] | None = None) -> tqdm:
        """A bar for a person who watches; without the rows it is told how many are done."""
        return tqdm(rows, disable=not sys.stderr.isatty())

    @staticmethod
    def _report(path: Path, book: Book, content: Content, plan: Plan) -> None:
        with files.open_private(path) as out:
            sheets = [(sheet.name, sheet.rows) for sheet in book.sheets]
            report.write(out, sheets, content.heads, plan.errors, plan.warnings)

    def _tell(self, plan: Plan, options: dict[str, Any], code: int) -> None:
        counts = plan.counts()
        if plan.errors:
            counts |= {"created": 0, "updated": 0}
        if options["json"]:
            told = {key: counts[key] for key in ("rows", "created", "updated", "unchanged")}
            told |= {"errors": [p.public() for p in plan.errors], "warnings": [p.public() for p in plan.warnings]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for problem in (*plan.errors, *plan.warnings):
            row = _("row %(row)s") % {"row": problem.row} if problem.row else None
            self.stderr.write(" ".join(filter(None, (problem.sheet, row, problem.column, problem.message))))
        if code:
            self.stderr.write(_("Nothing was written."))
        else:
            text = _("%(rows)s rows: %(created)s new, %(updated)s changed, %(unchanged)s unchanged.") % counts
            self.stdout.write(f"{text} {_('Nothing was written.')}" if options["dry_run"] else text)


def refusal(code: str, message: str) -> Plan:
    """A plan of nothing but the refusal of the whole file."""
    return Plan({}, errors=[Problem(None, None, None, None, code, message)])
