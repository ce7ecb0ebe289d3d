"""Letters, pledges and their items, read."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, When

from members.models import Township
from members.scope import reach
from members.search import fold

PUBLIC_STATES = ("public", "closed")


class LetterQuerySet(models.QuerySet):
    """Responsibility letters."""

    def visible_to(self, user: Any) -> Self:
        """The township's: all; those of the person's villages, and his own."""
        found = reach(user)
        if found.everything:
            return self
        return self.filter(Q(placement__post__group__village__in=found.villages) | Q(placement__member=found.member_id))

    def standing(self) -> Self:
        """Neither void nor over."""
        return self.filter(state__in=("prepared", "signed"))

    def of_posts_left(self, day: dt.date) -> Self:
        """Standing, though the post was left, or signed for a year that is closed by that day. What waits for a signature of
        last year's paper goes on waiting."""
        return self.standing().filter(
            Q(placement__over_on__isnull=False) | Q(cycle__closed_on__lte=day, state="signed")
        )

    def in_order(self) -> Self:
        """As the scheme lists posts: zone by zone, the leader's first."""
        return self.order_by(
            "placement__post__group__village__code", "placement__post__group__zone__position",
            "-placement__post__is_leader", "placement__post__position", "placement__post", "placement__seat", "pk",
        )  # fmt: skip


def _seen(user: Any, pledge: str = "") -> Q:
    """The township's: all; those of the person's villages; his group's and his own. Others' stand on the board alone: it knows
    what of them is not shown."""
    found = reach(user)
    if found.everything:
        return Q()
    seen = Q(**{f"{pledge}village__in": found.villages})
    seen |= found.among_groups(f"{pledge}group__village", f"{pledge}group__zone")
    if found.member_id:
        seen |= Q(**{f"{pledge}member": found.member_id})
    return seen


def here(pledge: str = "") -> Q:
    """Whether the member of a pledge belongs to its village."""
    village, member = F(f"{pledge}village"), f"{pledge}member__"
    of_branch = Q(**{f"{member}branch__village": village})
    return of_branch | Q(**{f"{member}branch__village": None, f"{member}lives_in": village})


def left_in_peace(pledge: str = "") -> Q:
    """Whether it is a member's who takes no post for now: nobody chases him."""
    return Q(**{f"{pledge}member__isnull": False}) & ~Q(**{f"{pledge}member__exempt": ""})


class PledgeQuerySet(models.QuerySet):
    """Pledges of groups and of members."""

    def visible_to(self, user: Any) -> Self:
        """The township's: all; those of the person's villages, his group's and his own."""
        return self.filter(_seen(user))

    def standing(self) -> Self:
        """All but those that were withdrawn."""
        return self.exclude(state="withdrawn")

    def of_gone(self, day: dt.date) -> Self:
        """Standing and not closed, of whoever has left by that day, or belongs to another village now."""
        open_ones = self.standing().exclude(state="closed").filter(member__isnull=False)
        return open_ones.annotate(is_here=Case(When(here(), then=True), default=False)).filter(
            Q(member__left_on__lte=day) | Q(is_here=False)
        )

    def asking(self) -> Self:
        """About which something may be to do: a public one waits for its items first."""
        items = self.model._meta.get_field("items").related_model.objects
        waits = items.filter(pledge=OuterRef("pk"), state__in=("going", "adjusted"))
        return self.exclude(Q(state="public") & Exists(waits)).exclude(left_in_peace())

    def with_item_due(self, day: dt.date) -> Self:
        """Public, with an item that is due by that day and not settled."""
        items = self.model._meta.get_field("items").related_model.objects
        return self.filter(Exists(items.due_by(day).filter(pledge=OuterRef("pk"))))

    def with_progress(self) -> Self:
        """With the number of `item_count`, and of those `done_count`."""
        return self.annotate(item_count=Count("items"), done_count=Count("items", filter=Q(items__state="done")))

    def matching(self, text: str) -> Self:
        """By characters, pinyin or initials of the member's name."""
        key = fold(text)
        return self.filter(member__search_key__contains=key) if key else self

    def in_order(self) -> Self:
        """The groups' first, zone by zone; then the members' by name."""
        return self.order_by(
            "village__code", F("group__zone__position").asc(nulls_last=True), "member__search_key", "pk"
        )


class ItemQuerySet(models.QuerySet):
    """Items of pledges."""

    def visible_to(self, user: Any) -> Self:
        """As their pledges."""
        return self.filter(_seen(user, "pledge__"))

    def in_order(self) -> Self:
        """As the pledges, item by item."""
        return self.order_by(
            "pledge__village__code", F("pledge__group__zone__position").asc(nulls_last=True),
            "pledge__member__search_key", "pledge", "number",
        )  # fmt: skip

    def chased(self) -> Self:
        """But for those of members who are left in peace for now."""
        return self.exclude(left_in_peace("pledge__"))

    def due_by(self, day: dt.date) -> Self:
        """Not settled, of pledges that are public, and due by that day."""
        return self.filter(state__in=("going", "adjusted"), pledge__state="public", due_on__lte=day)

    def public(self) -> models.QuerySet:
        """What a stranger may read: items of pledges that were examined and published, with their state; in order.

        What a member did not do is shown only where the town says so, and then with his reply; a member who has left, or went to
        another village, is shown no more. What a group did not do is always shown.
        """
        answered = ~Q(reply="") & Exists(Township.objects.filter(shows_unkept=True))
        shown = Q(pledge__group__isnull=False) | ~Q(state="not_done") | answered
        return (
            self.filter(shown, pledge__state__in=PUBLIC_STATES)
            .filter(Q(pledge__member=None) | Q(pledge__member__left_on=None) & here("pledge__"))
            .values(
                "pledge", "pledge__cycle__year", "pledge__group__zone_id", "pledge__group__zone__name",
                "pledge__member__name", "pledge__member__public_label", "pledge__published_on",
                "number", "content", "measure", "due_on", "beneficiary", "state", "result", "adjusted_because", "reply",
                "goal__number", "goal__content", "goal__plan__state",
            )
            .order_by(
                "-pledge__cycle__year", F("pledge__group__zone__position").asc(nulls_last=True),
                "pledge__member__search_key", "pledge", "number",
            )
        )  # fmt: skip
