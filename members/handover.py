"""The secretary's office goes from one person to the next: mandate, office and account in one step."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import CHANGE
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from members.actions import create_account, give_mandate, note_on_account, take_mandate
from members.models import Mandate, Member, Office, Village
from members.roles import SECRETARY
from tools import clock
from tools.accounts.first_passwords import FirstPassword, first_password
from tools.workflow.errors import Refused

LEADS = ("secretary", "acting")


@dataclass(frozen=True)
class Slip:
    """What is printed for somebody who gets an account: shown once, stored nowhere. No password where he has one already."""

    account: Any
    password: str | None
    village: Village | None = None


def hand_over(
    village: Village,
    member: Member,
    on: dt.date,
    by: Any,
    until: dt.date | None = None,
    first: FirstPassword | None = None,
) -> Slip:
    """From the day `on` the member is secretary (with `until`: he runs the branch until that day, and the secretary stays).

    The former secretary's mandate and office end the day before; an account that has nothing else to do is closed, what was
    done with it stays in the trail. Inside a transaction `first` is made before it begins. Raises Refused.
    """
    first = first or first_password()
    with transaction.atomic():
        return _handed_over(village, member, on, by, until, first)


def _handed_over(
    village: Village, member: Member, on: dt.date, by: Any, until: dt.date | None, first: FirstPassword
) -> Slip:
    Village.objects.select_for_update().get(pk=village.pk)  # Two hand-overs at once: one after the other.
    member = Member.objects.select_related("user", "branch").get(pk=member.pk)
    if member.left_on:
        raise Refused(_("%(name)s is no longer in the branch.") % {"name": member})
    if member.user and not member.user.is_active:
        raise Refused(
            _("The account of %(name)s is closed; open it again under “All accounts” first.") % {"name": member}
        )
    running = Mandate.objects.overlapping(on, until).filter(role=SECRETARY, village=village)
    if member.user and running.filter(user=member.user).exists():
        raise Refused(_("%(name)s has the secretary's mandate on these days already.") % {"name": member})
    if until is None:
        _end_offices(village, member, on)
        for mandate in running.select_related("user"):
            _end_mandate(mandate, on, by)
    kind = "acting" if until else "secretary"
    if not Office.objects.filter(member=member, kind=kind, ends_on=None).exists():
        office = Office(member=member, kind=kind, starts_on=on, ends_on=until)
        office.full_clean()
        office.save()
    slip = _account_of(village, member, by, first)
    give_mandate(slip.account, SECRETARY, village, starts_on=on, ends_on=until)
    return slip


def change_terms(chosen: Iterable[tuple[Village, Member]], on: dt.date, by: Any) -> list[Slip]:
    """New secretaries of many villages on one day: all of them or none. Raises Refused, which names the village."""
    with_firsts = [(village, member, first_password()) for village, member in chosen]
    slips = []
    with transaction.atomic():
        for village, member, first in with_firsts:
            try:
                slips.append(hand_over(village, member, on, by, first=first))
            except Refused as error:
                raise Refused(f"{village}：{error}") from error
    return slips


def _end_offices(village: Village, successor: Member, on: dt.date) -> None:
    held = Office.objects.filter(member__branch__village=village, kind__in=LEADS).held_on(on).exclude(member=successor)
    for office in held.select_related("member"):
        if office.starts_on and office.starts_on >= on:
            raise Refused(
                _("%(name)s took office on %(day)s; the next one cannot begin before the day after.")
                % {"name": office.member, "day": office.starts_on}
            )
        office.ends_on = on - dt.timedelta(days=1)
        office.save()


def _end_mandate(mandate: Mandate, on: dt.date, by: Any) -> None:
    if mandate.starts_on >= on:
        take_mandate(mandate)
    else:
        mandate.ends_on = on - dt.timedelta(days=1)
        mandate.save(update_fields=["ends_on"])
    user = mandate.user
    rests = not Mandate.objects.filter(user=user).not_over(on).exists()
    if on <= clock.today() and rests and not Member.objects.filter(user=user).exists():
        user.is_active = False
        user.save(update_fields=["is_active"])
        note_on_account(by, user, CHANGE, _("account closed"))


def _account_of(village: Village, member: Member, by: Any, first: FirstPassword) -> Slip:
    """The member's own account; a new one where he has none, called after the village's code."""
    if member.user:
        return Slip(member.user, None, village)
    known = set(
        get_user_model().objects.filter(username__startswith=f"sec-{village.code}").values_list("username", flat=True)
    )
    names = [f"sec-{village.code}", *(f"sec-{village.code}-{number}" for number in range(2, len(known) + 3))]
    user, password = create_account(
        next(name for name in names if name not in known), member=member, by=by, first=first
    )
    return Slip(user, password, village)
