"""`tick [--now ISO]`: what the clock does by itself, done now. From cron or systemd; again at once, it does nothing."""

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from tools import clock
from tools.upkeep.jobs import NotAllDone, run_due


class Command(BaseCommand):
    """Exit 0 done, 1 where some of it failed (the rest is done), 2 a time that cannot be read."""

    help = "Performs every clock move and reminder that is due."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--now` is for rehearsals and for a day that was missed; without a zone it is the township's time."""
        parser.add_argument("--now", metavar="ISO", help="do what is due at this time, for example 2026-11-23T06:00")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")
        parser.add_argument("--no-input", action="store_true", help="never asks anyway")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the jobs with the clock standing at the time asked for."""
        moment = _moment(options["now"]) if options["now"] else clock.now()
        failed: list[str] = []
        with clock.frozen(moment):
            try:
                done = run_due()
            except NotAllDone as error:
                done, failed = error.done, error.failed
        if options["json"]:
            told = {"now": timezone.localtime(moment).isoformat(), "done": done, "total": sum(done.values())}
            self.stdout.write(json.dumps(told | ({"failed": failed} if failed else {})))
        else:
            for name, number in done.items():
                self.stdout.write(f"{name}: {number}")
        if failed:
            raise CommandError(
                _("This failed and is tried again the next time; the log says why: %(names)s. The rest is done.")
                % {"names": "、".join(failed)}
            )


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            _("“%(text)s” is no time; write it like 2026-11-23T06:00.") % {"text": text}, returncode=2
        ) from error
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
