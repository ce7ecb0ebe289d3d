"""What was typed by mistake a moment ago is taken back by whoever typed it; later it is sent back with a reason."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from tools import clock
from tools.workflow.models import StateChange

UNDO_WITHIN = dt.timedelta(minutes=10)
"""So long."""


def may_undo(last: StateChange | None, user: Any, moves: Collection[str]) -> bool:
    """Whether the last step of a thing is one of these moves and was typed by this person within ten minutes."""
    return (
        last is not None
        and last.move in moves
        and user is not None
        and last.actor_id == user.pk
        and clock.now() - last.typed_at < UNDO_WITHIN
    )
