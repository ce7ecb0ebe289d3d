"""Who sees papers and who adds them, by the scope of the things that they belong to."""

from collections.abc import Callable
from typing import Any

from django.db import models

from members.scope import reach


def may_enter(user: Any, thing: models.Model) -> bool:
    """Whoever types for the thing's village prints its papers and sends their photos."""
    return reach(user).enters_for(thing.locus().village_id)


def of_office(rows: Callable[[], models.QuerySet], village: str) -> Callable[[Any], models.QuerySet]:
    """Seen by those who enter for the village (reached by `village`) and by the township, for papers that bear names of
    residents or handwriting about members: never by viewers, leaders and members.
    """

    def seen_by(user: Any) -> models.QuerySet:
        found = reach(user)
        return rows() if found.is_staff_of_town else rows().filter(**{f"{village}__in": found.villages})

    return seen_by


def as_the_thing(rows: Callable[[], models.QuerySet]) -> Callable[[Any], models.QuerySet]:
    """Seen by whoever sees the thing."""

    def seen_by(user: Any) -> models.QuerySet:
        return rows().visible_to(user)

    return seen_by
