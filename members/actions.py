"""Verbs of the organisation: mandates given and taken, accounts and first passwords."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from axes.utils import reset as unlock
from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from members.models import Mandate, Member, Township, Village
from members.roles import LEADER
from tools import clock
from tools.accounts.budget import renew
from tools.accounts.first_passwords import FirstPassword, first_password
from tools.history.noted import note
from tools.workflow.errors import Refused

ON_ACCOUNT: list[Callable[[Member], None]] = []
"""What follows for a member who gets an account; later apps put it here when Django starts."""


def create_account(
    username: str, name: str = "", member: Member | None = None, by: Any = None, first: FirstPassword | None = None
) -> tuple[Any, str]:
    """A new account and its first password; tied to its member where there is one. `by`: who gives it, for the log.

    Inside a transaction `first` is made before it begins.
    """
    first = first or first_password()
    user_model = get_user_model()
    with transaction.atomic():
        if user_model.objects.filter(username=username).exists():
            raise Refused(_("There is an account “%(username)s” already.") % {"username": username})
        name = name or (member.name if member else "")
        user = user_model(username=username, name=name, password=first.kept, must_change_password=True)
        user.full_clean()
        user.save()
        if member:
            member.user = user
            member.save(update_fields=["user"])
            for follow in ON_ACCOUNT:
                follow(member)
        note_on_account(by, user, ADDITION, _("account opened"))
    return user, first.shown


def reset_password(user: Any, by: Any) -> str:
    """A new first password, shown once on a slip; every open session of the account ends with it, and so does its lock."""
    first = first_password()
    user.password, user.must_change_password = first.kept, True
    with transaction.atomic():
        user.save(update_fields=["password", "must_change_password"])
        unlock(username=user.username)
        renew(user.username)
        note_on_account(by, user, CHANGE, _("new password slip given"))
    return first.shown


def forget_account(user: Any) -> None:
    """The account of somebody whose data are erased: closed, without his name; what was done with it stays. One with which
    somebody still acts for the town or a village is left as it is.
    """
    if Mandate.objects.filter(user=user).not_over(clock.today()).exists():
        return
    for log in (AccessAttempt, AccessFailureLog, AccessLog):
        log.objects.filter(username=user.username).delete()
    user.username, user.name, user.is_active = f"erased-{user.pk}", "", False
    user.set_unusable_password()
    user.save(update_fields=["username", "name", "is_active", "password"])
    kind = ContentType.objects.get_for_model(user)
    LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).update(object_repr=user.username)


def note_on_account(by: Any, user: Any, flag: int, what: str) -> None:
    """Who did it and when. On the command line nobody is signed in, the machine's own log says it."""
    if by is not None:
        note(by, user, what, flag, called=user.username)


def note_telephone_shown(user: Any, member: Member) -> None:
    """Write down who had a member's telephone shown."""
    with translation.override(settings.LANGUAGE_CODE):
        note(user, member, _("had the telephone shown"))


def note_telephones_shown(user: Any, villages: int) -> None:
    """Write down who had the telephones of the secretaries of so many villages shown."""
    with translation.override(settings.LANGUAGE_CODE):
        said = _("had the secretaries' telephones of %(number)s villages shown") % {"number": villages}
        note(user, Township.objects.current(), said)


def give_mandate(
    user: Any,
    role: str,
    village: Village | None = None,
    zone: str = "",
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> Mandate:
    """A right to act from a day on; raises ValidationError where role and place do not fit."""
    mandate = Mandate(
        user=user, role=role, village=village, zone=zone, starts_on=starts_on or clock.today(), ends_on=ends_on
    )
    mandate.full_clean()
    mandate.save()
    return mandate


def take_mandate(mandate: Mandate) -> None:
    """Take a right away at once; the row stays as history."""
    mandate.taken_at = clock.now()
    mandate.save(update_fields=["taken_at"])


def open_leader_mandate(user: Any, village: Village, zone: str, starts_on: dt.date) -> None:
    """A leader takes up his group: he gets its mandate unless he has it."""
    if not Mandate.objects.in_force(clock.today()).filter(user=user, role=LEADER, village=village, zone=zone).exists():
        Mandate.objects.create(user=user, role=LEADER, village=village, zone=zone, starts_on=starts_on)


def close_leader_mandate(user: Any, village: Village, zone: str, ended_on: dt.date) -> None:
    """A leader leaves his group: the right is gone at once."""
    for mandate in Mandate.objects.filter(user=user, role=LEADER, village=village, zone=zone, taken_at=None):
        take_mandate(mandate)
