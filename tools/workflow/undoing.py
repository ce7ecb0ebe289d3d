"""What was typed by mistake a moment ago is taken back by whoever typed it; later it is sent back with a reason."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from tools import clock
from tools.workflow.engine import Case
from tools.workflow.errors import Refused
from tools.workflow.models import StateChange

UNDO_WITHIN = dt.timedelta(minutes=10)
"""So long."""


def must_be_just_typed(case: Case, moves: Collection[str]) -> None:
    """Refuse anything but the last step, one of `moves`, by whoever typed it within ten minutes."""
    if not _may_undo(case.before, case.actor, moves):
        raise Refused(
            _(
                "A step is taken back within ten minutes by whoever typed it, while nothing has followed. Later it is sent back."
            )
        )


def was_just_typed(thing: Any, user: Any, moves: Collection[str]) -> bool:
    """The same, for the button."""
    return _may_undo(StateChange.objects.of(thing).last(), user, moves)


def _may_undo(last: StateChange | None, user: Any, moves: Collection[str]) -> bool:
    return (
        last is not None
        and last.move in moves
        and user is not None
        and last.actor_id == user.pk
        and clock.now() - last.typed_at < UNDO_WITHIN
    )
