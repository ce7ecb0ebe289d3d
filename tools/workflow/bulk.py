"""One move for a list: first looked at, then made. Who cannot be moved is skipped and named."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from tools.workflow.engine import Workflow
from tools.workflow.errors import NotMade
from tools.workflow.models import Flowing

MOST = 100
"""So many things at once: a village's list, or a page."""


@dataclass
class Outcome:
    """Whom a move reaches, and who is skipped with the sentence that says why."""

    moved: list[Flowing] = field(default_factory=list)
    skipped: list[tuple[Flowing, str]] = field(default_factory=list)


def walk(
    workflow: Workflow,
    things: Iterable[Flowing],
    name: str,
    *,
    actor: Any,
    data: Mapping[str, Any],
    happened_on: dt.date,
    request_id: uuid.UUID,
    keep: bool,
) -> Outcome:
    """Make the move for each of `things` in one transaction, by the same table, and keep it only where `keep`.

    With `keep` all of them have to be moved: where one is refused meanwhile nothing is kept, and the outcome says which.
    """
    found = Outcome()
    with transaction.atomic():
        for thing in things:
            try:
                with transaction.atomic():
                    workflow.perform(
                        thing, name, actor=actor, request_id=request_id, happened_on=happened_on, data=data
                    )
            except NotMade as error:
                found.skipped.append((thing, str(error)))
            else:
                found.moved.append(thing)
        if not keep or found.skipped:
            transaction.set_rollback(True)
    return found
