"""Groups, posts, applications and holders, read."""

import datetime as dt
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    Min,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat

from members.scope import reach
from members.search import fold
from tools import clock
from tools.workflow.models import StateChange

OPEN_STATES = ("drafted", "applied", "nominated", "reviewed", "confirmed", "posted", "returned")


def _public_name(path: str) -> Case:
    """`Member.public_name`, in the database."""
    name, label = f"{path}__name", f"{path}__public_label"
    both = Concat(F(name), Value("（"), F(label), Value("）"), output_field=models.CharField())
    return Case(When(**{label: ""}, then=F(name)), default=both, output_field=models.CharField())


class EverybodysQuerySet(models.QuerySet):
    """What every signed-in person may read: zones, cycles, the town's catalogue of posts."""

    def visible_to(self, user: Any) -> Self:
        """Published texts: all of them."""
        return self

    def current(self) -> Any:
        """The newest that has begun."""
        return self.begun_on(clock.today())

    def begun_on(self, day: dt.date) -> Any:
        """The newest that had begun on a day: a paper of December belongs to December's year when it is typed in January."""
        return self.filter(starts_on__lte=day).order_by("-year").first()


def _home_of(person: str) -> Coalesce:
    """The village where a person (reached by that path) may take a post: his branch's, or the one where he has reported in."""
    return Coalesce(f"{person}__branch__village", f"{person}__lives_in")


def _lives_outside(village: str) -> Q:
    """Whether `home`, annotated before, is another village than the one reached by that path."""
    return Q(home=None) | ~Q(home=F(village))


class GroupQuerySet(models.QuerySet):
    """Responsibility groups."""

    def visible_to(self, user: Any) -> Self:
        """The township's: all; the person's villages', the group he leads, and those of his home village."""
        found = reach(user)
        if found.everything:
            return self
        return self.filter(
            Q(village__in=found.villages) | Q(village=found.home_id) | found.among_groups("village", "zone")
        )

    def led_by_gone(self, day: dt.date) -> Self:
        """With an acting leader who has left by that day, or belongs to another village."""
        led = self.filter(acting_leader__isnull=False).annotate(home=_home_of("acting_leader"))
        return led.filter(Q(acting_leader__left_on__lte=day) | _lives_outside("village"))

    def with_seats(self) -> Self:
        """With `seats` offered, `taken` (reserved or held) and the `leader_name` of who leads it by the procedure."""
        posts, placements = apps.get_model("groups.Post").objects, apps.get_model("groups.Placement").objects
        offered = posts.offered().filter(group=OuterRef("pk")).order_by().values("group")
        held = placements.open().filter(post__group=OuterRef("pk")).order_by()
        leading = held.filter(post__is_leader=True, held_from__isnull=False)
        return self.annotate(
            seats=Coalesce(Subquery(offered.annotate(all=Sum("seats")).values("all")), 0),
            taken=Coalesce(Subquery(held.values("post__group").annotate(all=Count("pk")).values("all")), 0),
            leader_name=Subquery(leading.annotate(called=_public_name("member")).values("called")[:1]),
        )

    def public(self) -> models.QuerySet:
        """What a stranger may read of groups, one row per post and holder (明岗), in the order of the scheme; one query.

        Of a holder: the name and the label that keeps equal names apart, the seat, and whether his term is over. No more.
        """
        holding = Q(posts__placements__over_on=None, posts__placements__held_from__isnull=False)
        return (
            self.annotate(held=FilteredRelation("posts__placements", condition=holding))
            .values(
                "zone_id", "zone__name", "zone__duties", "zone__requirements", "duties", "requirements",
                "posts__pk", "posts__name", "posts__duties", "posts__seats", "posts__is_leader", "posts__retired_on",
                "held__seat", "held__member__name", "held__member__public_label", "held__term_ends_on",
                "acting_leader__name", "acting_leader__public_label", "acting_from", "acting_until",
            )
            .order_by("village__code", "zone__position", F("posts__is_leader").desc(nulls_last=True),
                      "posts__position", "posts__pk", "held__seat")
        )  # fmt: skip


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

    def with_holders(self, user: Any) -> Self:
        """With `holders`: the placements that `user` may see, reserved or held, in the order of their seats."""
        placements = (
            apps.get_model("groups.Placement").objects.visible_to(user).open().select_related("member").order_by("seat")
        )
        return self.prefetch_related(Prefetch("placements", queryset=placements, to_attr="holders"))

    def in_order(self) -> Self:
        """As a scheme lists them: zone by zone, the leader's first."""
        return self.order_by("group__village__code", "group__zone__position", "-is_leader", "position", "pk")


class SchemeQuerySet(models.QuerySet):
    """Published schemes."""

    def newest_of_village(self) -> Self:
        """For a subquery on villages: the scheme of the newest year."""
        return self.filter(village=OuterRef("pk")).order_by("-cycle__year")

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

    def of_gone(self, day: dt.date) -> Self:
        """Of whoever has left by that day, or went over to another branch or reported in elsewhere, out of the post's village,
        and belongs to another one now.
        """
        here = OuterRef("post__group__village")
        # Who reports in keeps a branch that is no village's: he goes from there, though he served here.
        sent = apps.get_model("members.Transfer").objects.filter(
            Q(from_branch__village=here) | Q(from_branch__village=None), member=OuterRef("member"), state="accepted"
        )
        gone = Exists(sent.exclude(to_branch__village=here))
        elsewhere = Q(gone) & _lives_outside("post__group__village")
        return self.annotate(home=_home_of("member")).filter(Q(member__left_on__lte=day) | elsewhere)

    def open(self) -> Self:
        """On their way: neither seated nor over."""
        return self.filter(state__in=OPEN_STATES)

    def taking_room(self) -> Self:
        """What counts where a person takes so many posts at most: handed in, or held."""
        return self.filter(state__in=(*OPEN_STATES, "seated")).exclude(state="drafted")

    def ready_to_post(self) -> Self:
        """Confirmed by the branch, waiting for a notice."""
        return self.filter(state="confirmed")

    def waiting_for(self, is_of_branch: bool) -> Self:
        """Waiting for the branch's meeting, or for the representatives'."""
        return self.filter(state="reviewed" if is_of_branch else "nominated")

    def to_nominate(self, village_id: int) -> tuple[str, int] | None:
        """The code of a village and how many of these wait there for their nomination; None where nobody does."""
        code = "post__group__village__code"
        waiting = self.filter(state="applied", post__group__village=village_id).order_by(code)
        return waiting.values_list(code).annotate(n=Count("pk")).first()

    def matching(self, text: str) -> Self:
        """By characters, pinyin or initials of the member's name."""
        key = fold(text)
        return self.filter(member__search_key__contains=key) if key else self

    def in_order(self) -> Self:
        """As a notice lists them: zone by zone, the leader's post first."""
        return self.order_by("post__group__zone__position", F("post__is_leader").desc(), "post__position", "post", "pk")

    def first_applied_on(self) -> dt.date | None:
        """The earliest day on which one of these was handed in, by the trail."""
        trail = StateChange.objects.filter(
            model="groups.application", move="apply", object_id__in=self.values("pk")
        ).standing()
        return trail.aggregate(first=Min("happened_on"))["first"]

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
        return self.filter(
            Q(application__post__group__village__in=found.villages) | Q(application__member=found.member_id)
        )


class WishQuerySet(models.QuerySet):
    """What people would like to do."""

    def visible_to(self, user: Any) -> Self:
        """The township's: all; those of the person's villages' posts, and his own."""
        found = reach(user)
        if found.everything:
            return self
        return self.filter(Q(post__group__village__in=found.villages) | Q(member=found.member_id))


class BallotQuerySet(StepQuerySet):
    """Votes, the replaced ones among them."""

    def current(self) -> Self:
        """The numbers that count: those that nobody replaced."""
        return self.filter(replaced_at=None)


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

    def ending_before(self, day: dt.date) -> Self:
        """On their posts, for a term that ends before that day."""
        return self.filter(over_on=None, held_from__isnull=False, term_ends_on__lt=day)

    def in_office(self) -> Self:
        """On their posts now: what the standing display shows."""
        return self.filter(over_on=None, held_from__isnull=False)
