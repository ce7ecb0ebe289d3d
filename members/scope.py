"""THE file on who sees what and who may act. Every queryset's `visible_to` and every workflow's rights come from here."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from members import roles
from tools import clock


@dataclass(frozen=True)
class Locus:
    """Where a thing belongs: its village, its zone where it is a group's, and the members on whom it decides."""

    village_id: int | None = None
    zone: str | None = None
    member_ids: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Reach:
    """What a person sees, read from the mandates in force on one day."""

    everything: bool = False
    villages: frozenset[int] = frozenset()
    led: frozenset[int] = frozenset()
    """Those of the villages whose secretary he is."""
    groups: frozenset[tuple[int, str]] = frozenset()
    member_id: int | None = None
    home_id: int | None = None
    words: frozenset[str] = frozenset()
    superuser: bool = False
    held: tuple[Any, ...] = field(default=(), repr=False, compare=False)
    """The mandates from which all this was read."""

    def has(self, *words: str) -> bool:
        """Whether the person holds one of these roles anywhere."""
        return bool(self.words.intersection(words))

    @property
    def is_staff_of_town(self) -> bool:
        """Township administrators, and the maintainer who sees what they see."""
        return self.superuser or self.has(roles.TOWNSHIP)

    @property
    def opens_admin(self) -> bool:
        """The admin opens for the township, for secretaries, and for the maintainer."""
        return self.is_staff_of_town or self.has(roles.SECRETARY)

    @property
    def sees_contacts(self) -> bool:
        """Telephones and reasons for leaving somebody in peace, of everybody on a list: for those who work with these people.

        A viewer sees the whole town's list, so he gets them not even where he is some village's clerk as well.
        """
        return self.is_staff_of_town or (self.has(*roles.IN_VILLAGES) and not self.everything)

    def sees_contacts_of(self, village_ids: Iterable[int | None]) -> bool:
        """The same of one person, who belongs to these villages."""
        return self.is_staff_of_town or not self.villages.isdisjoint(village_ids)

    @property
    def may_enter(self) -> bool:
        """Whether the person enters things anywhere."""
        return self.has(*roles.ENTERERS)

    def enters_for(self, village_id: int | None) -> bool:
        """Whether the person may type for this village."""
        return self.has(roles.TOWNSHIP) or (village_id in self.villages and self.has(*roles.IN_VILLAGES))

    def edits_records_of(self, village_id: int | None) -> bool:
        """Whether the admin lets the person change this village's rows."""
        return self.has(roles.TOWNSHIP) or village_id in self.led

    def among(self, path: str) -> Q:
        """A filter: rows whose village, reached by `path`, is one of the person's; all of them for the township."""
        return Q() if self.everything else Q(**{f"{path}__in": self.villages})

    def among_groups(self, village: str, zone: str) -> Q:
        """A filter: rows of the groups that the person leads."""
        found = Q(pk__in=[])
        for village_id, code in self.groups:
            found |= Q(**{village: village_id, zone: code})
        return found


NOBODY = Reach()


def _held(user: Any, day: dt.date) -> tuple[list[Any], int | None, int | None]:
    """The mandates in force, who the person is on the roster, and his village; one query where he has a mandate. By the reverse
    accessor, so that this file needs no model."""
    mandates = list(user.mandates.in_force(day).with_holder())
    return (mandates, mandates[0].holder, mandates[0].home) if mandates else ([], *_member(user))


def _member(user: Any) -> tuple[int | None, int | None]:
    from django.apps import apps

    found = apps.get_model("members.Member").objects.filter(user_id=user.pk, left_on=None)
    return found.values_list("pk", Coalesce("branch__village_id", "lives_in_id")).first() or (None, None)


def reach(user: Any) -> Reach:
    """What `user` sees. Kept on the user, whom each request loads anew: a right withdrawn is gone with the next request."""
    if user is None or not user.is_authenticated or not user.is_active:
        return NOBODY
    kept = getattr(user, "_reach", None)
    if kept is None:
        kept = user._reach = _read_reach(user)
    return kept


def _read_reach(user: Any) -> Reach:
    mandates, member_id, home_id = _held(user, clock.today())
    words = frozenset(mandate.role for mandate in mandates)
    return Reach(
        everything=user.is_superuser or bool(words & roles.SEES_ALL),
        villages=frozenset(m.village_id for m in mandates if m.role in roles.IN_VILLAGES),
        led=frozenset(m.village_id for m in mandates if m.role == roles.SECRETARY),
        groups=frozenset((m.village_id, m.zone) for m in mandates if m.role == roles.LEADER),
        member_id=member_id,
        home_id=home_id,
        words=words | ({roles.MEMBER} if member_id else frozenset()),
        superuser=user.is_superuser,
        held=tuple(mandates),
    )


class Rights:
    """What a person may be called on a thing, read fresh: asked inside the transaction, never kept between requests."""

    def __init__(self, user: Any, at: dt.datetime) -> None:
        self.user = user
        self._day = timezone.localtime(at).date()

    @classmethod
    def for_a_list(cls, user: Any) -> Self:
        """The rights by which a page lists what waits: as this request has read them already. A move asks anew."""
        found, rights = reach(user), cls(user, clock.now())
        rights._read = list(found.held), found.member_id
        return rights

    @cached_property
    def _read(self) -> tuple[list[Any], int | None]:
        user = self.user
        return _held(user, self._day)[:2] if user.is_authenticated and user.is_active else ([], None)

    @property
    def _held(self) -> list[Any]:
        return self._read[0]

    @property
    def _member_id(self) -> int | None:
        return self._read[1]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that the person could have on some thing."""
        if self.user is None:
            return frozenset({roles.CLOCK})
        held = {m.role for m in self._held}
        return frozenset(
            held
            | ({roles.INSTEAD} if roles.TOWNSHIP in held else set())
            | ({roles.MEMBER} if self._member_id else set())
        )

    def on(self, obj: models.Model, asked: frozenset[str] | None = None) -> frozenset[str]:
        """The role words on `obj`, by its `locus()`. Where only some are `asked` for, what no such word needs is not read."""
        if self.user is None:
            return frozenset({roles.CLOCK})
        locus: Locus = obj.locus()
        words = {m.role for m in self._held if m.role in roles.SEES_ALL}
        if locus.village_id is not None:
            words |= {m.role for m in self._held if m.role in roles.IN_VILLAGES and m.village_id == locus.village_id}
            here = (locus.village_id, locus.zone)
            words |= {m.role for m in self._held if m.role == roles.LEADER and (m.village_id, m.zone) == here}
        if asked is not None and asked.isdisjoint((roles.MEMBER, roles.OWN, roles.INSTEAD)):
            return frozenset(words)
        if self._member_id in locus.member_ids:
            words |= {roles.MEMBER, roles.OWN}
            return frozenset(words)
        # A secretary's account that was never tied to his member's record: the office says whether this is he.
        is_untied = roles.SECRETARY in words and self._member_id is None
        if (roles.TOWNSHIP in words or is_untied) and self._decides_on_secretary(locus):
            words |= ({roles.INSTEAD} if roles.TOWNSHIP in words else set()) | ({roles.OWN} if is_untied else set())
        return frozenset(words)

    def _decides_on_secretary(self, locus: Locus) -> bool:
        """Read only where it makes a difference to what the person is called."""
        return bool(locus.member_ids and locus.member_ids & self._secretaries.get(locus.village_id, set()))

    @cached_property
    def _secretaries(self) -> dict[int, set[int]]:
        """Who is secretary, village by village: one query for the whole town."""
        from django.apps import apps

        found: dict[int, set[int]] = {}
        for village_id, member_id in apps.get_model("members.Member").objects.secretaries(self._day):
            found.setdefault(village_id, set()).add(member_id)
        return found


def rights_of(user: Any, at: dt.datetime) -> Rights:
    """The rights of `user` (None: the clock) at a moment; what every workflow is given."""
    return Rights(user, at)


def must_see(user: Any, row: models.Model) -> None:
    """Asked after a save, inside its transaction: nobody writes what he would not see afterwards. Raises PermissionDenied."""
    if not type(row).objects.visible_to(user).filter(pk=row.pk).exists():
        raise PermissionDenied(_("This would lie outside what you look after; nothing was written."))


def may_use_admin(user: Any) -> bool:
    """Whether the admin opens for this person."""
    return reach(user).opens_admin


def enter_admin(user: Any) -> None:
    """In the admin a secretary has his own villages and nothing more: not where he is another village's clerk or liaison
    officer, nor, where he may look through the whole town besides, of anybody else what its pages say. For this request.
    """
    found = reach(user)
    if found.opens_admin and not found.is_staff_of_town:
        user._reach = replace(
            found, everything=False, villages=found.led, groups=frozenset(), words=frozenset({roles.SECRETARY})
        )
