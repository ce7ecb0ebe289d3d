"""`check_invariants`: whether the records hold together. Exit 1 where anything is broken, with a list of it."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils.translation import gettext as _

from tools.upkeep.invariants import CHECKS, find_broken
from tools.upkeep.refusal import UNREADABLE, told


class Command(BaseCommand):
    """Reads only. Exit 0 all holds, 1 something is broken, 2 the database cannot be asked."""

    help = "Lists broken invariants of the records."

    def add_arguments(self, parser: CommandParser) -> None:
        """Nothing to choose."""
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")
        parser.add_argument("--no-input", action="store_true", help="never asks anyway")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what is broken."""
        try:
            broken = find_broken()
        except Error as error:
            refusal = told(error)
            if options["json"]:
                self.stdout.write(json.dumps({"error": str(refusal), "code": refusal.code}, ensure_ascii=False))
            raise CommandError(str(refusal), returncode=UNREADABLE) from error
        if options["json"]:
            self.stdout.write(
                json.dumps({"checked": sorted(CHECKS), "broken": [b.as_dict() for b in broken]}, ensure_ascii=False)
            )
        else:
            for b in broken:
                self.stdout.write(f"{b.invariant}: {b.model} {b.pk}: {b.what}")
            self.stdout.write(
                _("%(checked)s invariants checked, %(broken)s rows broken.")
                % {"checked": len(CHECKS), "broken": len(broken)}
            )
        if broken:
            sys.exit(1)
