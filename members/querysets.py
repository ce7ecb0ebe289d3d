"""Organisation and people, read. `visible_to` is the one answer to who sees which row."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Q, When
from django.db.models.functions import Coalesce, JSONObject

from members.roles import SECRETARY
from members.scope import reach
from members.search import fold


class Sound(models.Func):
    """A search key to sort by: byte by byte, so that a list has one order whatever the database's own language is."""

    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """SQLite's own order, said aloud."""
        return self.as_sql(compiler, connection, template="(%(expressions)s) COLLATE BINARY", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Not the order of a language, which leaves out blanks."""
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "C"', **more)


class VillageQuerySet(models.QuerySet):
    """Villages and residents' committees."""

    def visible_to(self, user: Any) -> Self:
        """The township's: all; otherwise those in which the person has a mandate or lives as a member."""
        found = reach(user)
        if found.everything:
            return self
        mine = {*found.villages, *(village for village, _zone in found.groups), found.home_id} - {None}
        return self.filter(pk__in=mine)

    def entered_by(self, user: Any) -> Self:
        """Villages for which the person types."""
        found = reach(user)
        return self if found.has("township") else self.filter(pk__in=found.villages)

    def matching(self, text: str) -> Self:
        """By characters, pinyin or initials of the name, or the code."""
        key = fold(text)
        return self.filter(Q(search_key__contains=key) | Q(code__startswith=key)) if key else self

    def public(self) -> models.QuerySet:
        """What a stranger may read of a village."""
        return self.values("pk", "code", "name", "short_name", "kind", "phone", "contact_place")


class BranchQuerySet(models.QuerySet):
    """Party branches."""

    def visible_to(self, user: Any) -> Self:
        """The township's: all; otherwise the branches of the person's villages, and his own."""
        found = reach(user)
        if found.everything:
            return self
        # Never `members=None`: that would be every branch without members.
        own = Q(members=found.member_id) if found.member_id else Q(pk__in=[])
        return self.filter(Q(village__in=found.villages) | own).distinct()

    def rural(self) -> Self:
        """The branches of villages (not of residents' committees)."""
        return self.filter(kind="village")


class MemberQuerySet(models.QuerySet):
    """Party members."""

    def visible_to(self, user: Any) -> Self:
        """The township's: all; a village's people: its branch's members and those who report in there; a member: himself."""
        found = reach(user)
        if found.everything:
            return self
        return self.filter(
            Q(branch__village__in=found.villages) | Q(lives_in__in=found.villages) | Q(pk=found.member_id)
        )

    def here(self) -> Self:
        """Who has neither left nor died."""
        return self.filter(left_on=None)

    def of_village(self, village_id: int) -> Self:
        """Who may take a post there: the branch's members and those of another branch who report in."""
        return self.filter(Q(branch__village=village_id) | Q(lives_in=village_id))

    def matching(self, text: str) -> Self:
        """By characters, pinyin or initials of the name."""
        key = fold(text)
        return self.filter(search_key__contains=key) if key else self

    def with_sheet(self, day: dt.date) -> Self:
        """With what a row of the roster says beside the record: branch, specialities, offices held on a day. In lists of their
        own, since a queryset for each member costs more than reading him.
        """
        words = models.Prefetch("specialities", to_attr="sheet_specialities")
        held = apps.get_model("members.Office").objects.held_on(day)
        offices = models.Prefetch("offices", held, to_attr="sheet_offices")
        return self.select_related("branch").prefetch_related(words, offices)

    def with_specialities(self) -> models.QuerySet:
        """Pairs of member and speciality, a member's one after the other. Asked from the members' side: after a large import the
        database knows nothing of the new rows yet, and would look through all of them for each word."""
        return self.filter(specialities__isnull=False).order_by("pk").values_list("pk", "specialities__name")

    def with_offices(self, day: dt.date) -> models.QuerySet:
        """Pairs of member and kind of an office held on a day, in the same way."""
        held = Q(Q(offices__starts_on=None) | Q(offices__starts_on__lte=day), offices__isnull=False)
        still = Q(offices__ends_on=None) | Q(offices__ends_on__gte=day)
        return self.filter(held, still).order_by("pk").values_list("pk", "offices__kind")

    def by_sound(self) -> Self:
        """Branch by branch, by the pinyin of the name; the same order on every database."""
        return self.order_by("branch", Sound("search_key"), "pk")

    def in_branch_committee(self, day: dt.date) -> Self:
        """Who sits on the branch's committee, by the offices held on a day."""
        kinds = ("secretary", "acting", "deputy", "committee")
        sitting = apps.get_model("members.Office").objects.held_on(day).filter(kind__in=kinds)
        return self.filter(pk__in=sitting.values("member"))

    def secretaries(self, day: dt.date) -> Iterable[tuple[int, int]]:
        """Every village's secretary, by office and by mandate: pairs of village and member, in one query."""
        offices, mandates = apps.get_model("members.Office").objects, apps.get_model("members.Mandate").objects
        by_office = offices.leading(day).filter(member__branch__village__isnull=False)
        by_mandate = mandates.in_force(day).filter(role=SECRETARY, user__member__isnull=False)
        pairs = by_office.order_by().values_list("member__branch__village_id", "member_id")
        return pairs.union(by_mandate.order_by().values_list("village_id", "user__member__pk"))


class SpecialityQuerySet(models.QuerySet):
    """The words by which specialities are called."""

    def visible_to(self, user: Any) -> Self:
        """Words, no persons: all of them."""
        return self


class OfficeQuerySet(models.QuerySet):
    """Offices held, a fact of the roster."""

    def visible_to(self, user: Any) -> Self:
        """Those of the members whom the person sees."""
        found = reach(user)
        if found.everything:
            return self
        return self.filter(
            Q(member__branch__village__in=found.villages)
            | Q(member__lives_in__in=found.villages)
            | Q(member=found.member_id)
        )

    def held_on(self, day: dt.date) -> Self:
        """Held on a day; without dates: held."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))

    def end(self, day: dt.date) -> None:
        """Those without a last day, or with one that is still to come on `day`, end that day; none before it began. Each keeps
        its versions."""
        for office in self.filter(Q(ends_on=None) | Q(ends_on__gt=day)):
            office.ends_on = max(day, office.starts_on) if office.starts_on else day
            office.save()

    def leading(self, day: dt.date) -> Self:
        """Secretaries, and who runs the branch in a secretary's place."""
        return self.held_on(day).filter(kind__in=("secretary", "acting"))


class TransferQuerySet(models.QuerySet):
    """Transfers between branches."""

    def visible_to(self, user: Any) -> Self:
        """The township's: all; otherwise those that leave or reach a village of the person, and his own."""
        found = reach(user)
        if found.everything:
            return self
        return self.filter(
            Q(from_branch__village__in=found.villages)
            | Q(to_branch__village__in=found.villages)
            | Q(member=found.member_id)
        )

    def with_branches(self) -> Self:
        """With what a list shows."""
        return self.select_related("member__branch", "member__user", "from_branch__village", "to_branch__village")

    def waiting_first(self) -> Self:
        """Those to be decided, then the newest."""
        return self.order_by(Case(When(state="requested", then=0), default=1), "-pk")


class MandateQuerySet(models.QuerySet):
    """Dated rights to act."""

    def visible_to(self, user: Any) -> Self:
        """The township's business alone; everybody sees his own."""
        return self if reach(user).is_staff_of_town else self.filter(user=user)

    def in_force(self, day: dt.date) -> Self:
        """Begun, not over on `day`, and not taken away."""
        return self.not_over(day).filter(starts_on__lte=day)

    def with_holder(self) -> Self:
        """With `holder`, who the account's owner is on the roster, and `home`, the village where he may take a post."""
        here = {"user__member__left_on": None}
        return self.annotate(
            holder=Case(When(**here, then="user__member__pk")),
            home=Case(When(**here, then=Coalesce("user__member__branch__village_id", "user__member__lives_in_id"))),
        )

    def not_over(self, day: dt.date) -> Self:
        """In force on `day`, or still to begin."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), taken_at=None)

    def overlapping(self, first: dt.date, last: dt.date | None) -> Self:
        """In force on some day between the two; `last` None: for good."""
        return self.not_over(first).filter(**{} if last is None else {"starts_on__lte": last})

    def matching(self, text: str) -> Self:
        """By the account's name or its owner's."""
        return self.filter(Q(user__username__icontains=text) | Q(user__name__icontains=text)) if text else self


class TownshipQuerySet(models.QuerySet):
    """The one row of the town."""

    def visible_to(self, user: Any) -> Self:
        """Settings are for those who see the whole town."""
        return self if reach(user).everything else self.none()

    def as_one_value(self) -> models.QuerySet:
        """For a subquery: the whole row, for a page that asks something else anyway."""
        return self.filter(pk=1).values(
            town=JSONObject(**{f.attname: f.attname for f in self.model._meta.concrete_fields})
        )

    def current(self) -> Any:
        """The town; a migration made its row."""
        return self.get(pk=1)
