"""`demo`: the whole township of Zhenzi, invented people in real villages, in an empty database."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from members.models import Village
from tools import clock
from zhenzi.demo.build import STAGES, build

FIRST_YEAR, MOST = 2015, 100


class Command(BaseCommand):
    """Exit 0 done, 1 refused and nothing written, 2 wrong use."""

    help = "Builds the demo township through the domain's verbs, in a database without villages."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to build."""
        parser.add_argument("--seed", type=int, default=7, help="other people, the same town")
        parser.add_argument("--year", type=int, help="the demo's year; default: this one")
        parser.add_argument("--stage", choices=STAGES, default=STAGES[-1], help="how far to go")
        parser.add_argument("--scale", type=int, default=1, metavar="K", help="K times the members")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")
        parser.add_argument("--no-input", action="store_true", help="never asks anyway")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse, or build and say what there is."""
        year = options["year"] if options["year"] is not None else clock.today().year
        try:
            self._check(year, options["scale"])
            made = build(year=year, seed=options["seed"], stage=options["stage"], scale=options["scale"])
        except CommandError as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"error": str(refusal)}, ensure_ascii=False))
            raise
        if options["json"]:
            self.stdout.write(json.dumps(made))
        else:
            words = _(
                "%(villages)s villages, %(branches)s branches, %(members)s members, %(members_in_groups)s of them on posts."
            )
            self.stdout.write(words % made)

    def _check(self, year: int, scale: int) -> None:
        if not FIRST_YEAR <= year <= clock.today().year:
            words = {"first": FIRST_YEAR, "last": clock.today().year, "year": year}
            raise CommandError(_("--year is from %(first)s to %(last)s, not %(year)s.") % words, returncode=2)
        if not 1 <= scale <= MOST:
            raise CommandError(
                _("--scale is from 1 to %(most)s, not %(scale)s.") % {"most": MOST, "scale": scale}, returncode=2
            )
        if not (settings.DEBUG or settings.ALLOW_DEMO):
            raise CommandError(
                _("This is no place for invented people: set ALLOW_DEMO=1 where a demo township is wanted.")
            )
        if Village.objects.exists():
            raise CommandError(_("There is a township in this database already; the demo needs an empty one."))
        if get_user_model().objects.filter(username__in=("town", "viewer", "liaison")).exists():
            raise CommandError(_("There are accounts with the demo's names in this database already."))
