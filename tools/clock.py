"""The one source of time. Nothing else in the product asks the machine what time it is.

Tests and rehearsals set the time by the environment (`NOW_OVERRIDE`, honoured only with `TEST_MODE=1`; the settings refuse both
on a production start) or by `frozen()`.
"""

import contextlib
import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

_frozen: dt.datetime | None = None


def now() -> dt.datetime:
    """The present moment, aware."""
    return _frozen or settings.NOW_OVERRIDE or timezone.now()


def today() -> dt.date:
    """The present day in the township (Asia/Shanghai)."""
    return timezone.localtime(now()).date()


def start_of(day: dt.date) -> dt.datetime:
    """00:00 of `day` in the township; a period ends at `start_of` the day after its last."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=timezone.get_current_timezone())


@contextlib.contextmanager
def frozen(moment: dt.datetime | None) -> Iterator[None]:
    """Let `now()` stand still at `moment` (aware) inside the block: `tick --now`, the demo's year, tests."""
    global _frozen
    before, _frozen = _frozen, moment
    try:
        yield
    finally:
        _frozen = before
