"""The verb of a village's nominations: those of several applications recorded at once."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from groups.models import Application, Nomination
from groups.moves import APPLICATION
from groups.voting import NotCounted
from tools.workflow.errors import NotMade
from tools.workflow.models import StateChange


@dataclass(frozen=True)
class Nominated:
    """How many nominated one applicant, how and when; never who."""

    application: Application
    version: int
    nominators: int
    how: str
    happened_on: dt.date


def nominate_many(nominations: Sequence[Nominated], user: Any, *, request_id: uuid.UUID) -> None:
    """Make the move `nominate` for each of them, all or none: `NotCounted` says of each that was refused why."""
    try:
        with transaction.atomic():
            # All in the order of their keys, before one day after the other takes some of them.
            keys = [one.application.pk for one in nominations]
            list(Application.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
            for day in sorted({one.happened_on for one in nominations}):
                _moved([one for one in nominations if one.happened_on == day], day, user, request_id)
    except NotMade as refusal:
        if why := _one_by_one(nominations, user, request_id):
            raise NotCounted(why) from refusal
        raise


def _moved(nominations: Sequence[Nominated], day: dt.date, user: Any, request_id: uuid.UUID) -> None:
    by_key = {one.application.pk: one for one in nominations}
    APPLICATION.perform_many(
        [one.application for one in nominations],
        "nominate",
        actor=user,
        request_id=request_id,
        happened_on=day,
        versions={pk: one.version for pk, one in by_key.items()},
        data_for=lambda obj: {"nominators": by_key[obj.pk].nominators, "how": by_key[obj.pk].how},
    )


def _one_by_one(nominations: Sequence[Nominated], user: Any, request_id: uuid.UUID) -> dict[int, NotMade]:
    """The same again, to find out of each what stands in its way; nothing of it stays."""
    why: dict[int, NotMade] = {}
    with transaction.atomic():
        for one in sorted(nominations, key=lambda one: one.application.pk):
            try:
                with transaction.atomic():
                    _moved([one], one.happened_on, user, request_id)
            except NotMade as refusal:
                why[one.application.pk] = refusal
        transaction.set_rollback(True)
    return why


def recorded_by(request_id: uuid.UUID, keys: Sequence[int], user: Any) -> dict[int, tuple[int, str, dt.date]]:
    """What the same sending recorded already, by the application's key: of a double click, or of a page gone back to."""
    sent = StateChange.objects.filter(
        model="groups.application", object_id__in=keys, request_id=request_id, move="nominate", actor=user
    ).standing()
    rows = Nomination.objects.visible_to(user).filter(application__in=sent.values("object_id")).order_by("round")
    return {pk: (number, how, day) for pk, number, how, day in rows.values_list(
        "application", "nominators", "how", "happened_on")}  # fmt: skip
