"""`import_roster`: a roster from a file, checked as on the page. One error and nothing is written."""

import hashlib
from typing import Any

from django.db import IntegrityError, transaction

from members.resources import RosterResource
from members.roster_files import KIND, must_import
from tools.exchange import parts, record
from tools.exchange.command import SheetCommand
from tools.exchange.limits import of_command
from tools.exchange.plan import Content, Plan
from tools.exchange.reader import Book


class Command(SheetCommand):
    """Who is in which branch."""

    help = "Imports a roster (.xlsx, .xls or .csv)."

    def intake(self) -> RosterResource:
        """The roster's columns."""
        return RosterResource()

    def permit(self, user: Any) -> None:
        """As on the page."""
        must_import(user)

    def done_in_parts(self, data: bytes, user: Any, name: str) -> Plan | None:
        """The roster and the record of the file, as long as it is a text file of people who are new, or known as they are."""
        try:
            with transaction.atomic(), self.bar() as bar:
                plan = parts.applied(RosterResource(), data, name, of_command(), user, bar.update)
                if plan is not None:
                    record.applied(record.uploaded(KIND, name, hashlib.sha256(data).hexdigest(), user), plan, user)
            return plan
        except IntegrityError:
            return None

    def done(self, intake: RosterResource, book: Book, content: Content, user: Any, name: str, dry: bool) -> Plan:
        """The roster, and the record of the file."""
        if dry:
            return intake.plan(content, user, track=self.bar)
        plan = intake.apply(content, user, reason=name, track=self.bar, once=True)
        if not plan.errors:
            record.applied(record.uploaded(KIND, name, book.sha256, user), plan, user)
        return plan
