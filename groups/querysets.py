"""Groups, posts, applications and holders, read."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Count, Q

from members.scope import reach
from tools import clock

OPEN_STATES = ("drafted", "applied", "nominated", "reviewed", "confirmed", "posted", "returned")


class EverybodysQuerySet(models.QuerySet):
    """What every signed-in person may read: zones, cycles, the town's catalogue of posts."""

    def visible_to(self, user: Any) -> Self:
        """Published texts: all of them."""
        return self

    def current(self) -> Any:
        """The newest that has begun."""
        return self.filter(starts_on__lte=clock.today()).order_by("-year").first()


class GroupQuerySet(models.QuerySet):
    """Responsibility groups."""

    def visible_to(self, user: Any) -> Self:
        """The township's: all; the person's villages', the group he leads, and those of his home village."""
        found = reach(user)
        if found.everything:
            return self
        return self.filter(Q(village__in=found.villages) | Q(village=found.home_id) | found.among_groups("village", "zone"))

    def public(self) -> models.QuerySet:
        """What a stranger may read of a group."""
        return self.values("pk", "village_id", "zone_id", "zone__name", "zone__duties", "zone__requirements", "duties", "requirements")


class PostQuerySet(models.QuerySet):
    """Duty posts."""

    def visible_to(self, user: Any) -> Self:
        """As their groups."""
        found = reach(user)
        if found.everything:
            return self
        return self.filter(
            Q(group__village__in=found.villages)
            | Q(group__village=found.home_id)
            | found.among_groups("group__village", "group__zone")
        )

    def offered(self) -> Self:
        """Not retired."""
        return self.filter(retired_on=None)

    def with_taken(self) -> Self:
        """With the number of seats reserved or held, as `taken`."""
        return self.annotate(taken=Count("placements", filter=Q(placements__over_on=None)))

    def public(self) -> models.QuerySet:
        """What a stranger may read of a post."""
        return self.offered().values("pk", "group_id", "name", "duties", "seats", "is_leader")


class SchemeQuerySet(models.QuerySet):
    """Published schemes."""

    def visible_to(self, user: Any) -> Self:
        """A published fact."""
        return self


class ApplicationQuerySet(models.QuerySet):
    """Applications for posts."""

    def visible_to(self, user: Any) -> Self:
        """The township's: all; otherwise those of the person's villages, and his own."""
        found = reach(user)
        if found.everything:
            return self
        return self.filter(Q(post__group__village__in=found.villages) | Q(member=found.member_id))

    def open(self) -> Self:
        """On their way: neither seated nor over."""
        return self.filter(state__in=OPEN_STATES)

    def ready_to_post(self) -> Self:
        """Confirmed by the branch, waiting for a notice."""
        return self.filter(state="confirmed")

    def next_round(self, keys: list[int]) -> None:
        """Count one round more for these."""
        self.filter(pk__in=keys).update(round=models.F("round") + 1)


class StepQuerySet(models.QuerySet):
    """What was recorded of an application: nominations, ballots."""

    def visible_to(self, user: Any) -> Self:
        """As their applications."""
        found = reach(user)
        if found.everything:
            return self
        return self.filter(Q(application__post__group__village__in=found.villages) | Q(application__member=found.member_id))


class PlacementQuerySet(models.QuerySet):
    """Numbered seats: reserved, held, over."""

    def visible_to(self, user: Any) -> Self:
        """The township's: all; the person's villages', the group he leads, his own."""
        found = reach(user)
        if found.everything:
            return self
        groups = found.among_groups("post__group__village", "post__group__zone")
        return self.filter(Q(post__group__village__in=found.villages) | Q(member=found.member_id) | groups)

    def open(self) -> Self:
        """Reserved or held."""
        return self.filter(over_on=None)

    def reserved(self) -> Self:
        """Kept free for somebody who is confirmed."""
        return self.filter(over_on=None, held_from=None)

    def held_on(self, day: dt.date) -> Self:
        """Held on a day."""
        return self.filter(Q(over_on=None) | Q(over_on__gt=day), held_from__lte=day)

    def public(self) -> models.QuerySet:
        """The standing display (明岗): who holds which post; nothing else of the person."""
        return self.filter(over_on=None, held_from__isnull=False).values(
            "post_id", "seat", "member__name", "member__public_label", "held_from", "term_ends_on"
        ).order_by("post_id", "seat")  # fmt: skip
