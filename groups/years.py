"""One year after the other: what may still begin in a year, and the next one opened."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import Application, Cycle, Group, Placement, Post
from tools.workflow.errors import Conflict, Refused


@dataclass(frozen=True)
class Open:
    """What of a year is not finished: in words, how many, and where they are."""

    words: str
    count: int
    url: str


STILL_OPEN: list[Callable[[Cycle], Open]] = []
"""What is asked of each app before the next year is opened; later apps put theirs here when Django starts."""


def refuse_closed(cycle: Cycle) -> None:
    """Raises `Refused` where nothing new begins in this year any more."""
    if cycle.is_closed:
        raise Refused(
            _("%(year)s is closed since %(day)s: it can be read, and nothing new begins in it.")
            % {"year": cycle, "day": cycle.closed_on}
        )


def applications_open(cycle: Cycle) -> Open:
    """The applications of a year that are on their way."""
    rows = Application.objects.open().filter(cycle=cycle)
    return Open(
        _("applications on their way"), rows.count(), reverse("groups:application_list", query={"state": "open"})
    )


def carried_over(until: dt.date | None = None) -> dict[str, int]:
    """What goes on into the next year as it stands: groups, posts, holders; and of these whose term ends before `until`."""
    held = Placement.objects.in_office()
    return {
        "groups": Group.objects.count(),
        "posts": Post.objects.offered().count(),
        "holders": held.count(),
        "ending": held.ending_before(until).count() if until else 0,
    }


@transaction.atomic
def open_year(cycle: Cycle, user: Any) -> Cycle:
    """Keep the next year, and close the one before it from the day on which it begins: that one stays readable, and what is on
    its way in it is finished there. Groups, posts and holders go on. `Conflict` where somebody opened it meanwhile."""
    list(Cycle.objects.select_for_update().order_by("pk").values_list("pk"))  # One after the other.
    before = Cycle.objects.order_by("-year").first()
    if before and before.year >= cycle.year:
        raise Conflict(_("%(year)s is open already. Reload the page.") % {"year": before})
    cycle._history_user = user
    try:
        with transaction.atomic():
            cycle.full_clean()
            cycle.save()
    except (ValidationError, IntegrityError) as error:
        raise Conflict(_("%(year)s is open already. Reload the page.") % {"year": cycle}) from error
    if before:
        before.closed_on, before._history_user = cycle.starts_on, user
        before.save()
    return cycle
