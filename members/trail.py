"""What was changed on somebody's record, in words."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _

from members.models import Member, Office
from tools.history import versions


@dataclass(frozen=True)
class Line:
    """One change: when, by whom, to what (his record, or an office), and from what to what."""

    at: dt.datetime
    who: str
    what: str
    kind: str
    changes: tuple[versions.Change, ...]


def of_member(member: Member, *, in_full: bool = False) -> list[Line]:
    """Newest first; offices that he held, or holds, among them. `in_full`: with his telephones, for himself."""
    offices = list(Office.history.filter(member_id=member.pk).values_list("id", flat=True).distinct())
    found = [("", version) for version in versions.of_records(Member, [member.pk], in_full=in_full)]
    if offices:
        kinds = dict(Office.history.filter(id__in=offices).order_by("history_id").values_list("id", "kind"))
        words = dict(Office.Kind.choices)
        told = versions.of_records(Office, offices)
        found += [(str(words.get(kinds[version.record], "")), version) for version in told]
    return _lines(found)


def corrections_of(record: models.Model) -> list[Line]:
    """What was corrected on a record since it was entered, newest first."""
    found = versions.of_records(type(record), [record.pk])
    return _lines([("", version) for version in found if version.kind == versions.CHANGED and version.changes])


def _lines(found: list[tuple[str, versions.Version]]) -> list[Line]:
    people = get_user_model().objects.in_bulk({version.by for _what, version in found if version.by})
    return [
        Line(v.at, str(people[v.by]) if v.by in people else _("the clock"), what, v.kind, v.changes)
        for what, v in sorted(found, key=lambda one: (one[1].at, one[1].key), reverse=True)
    ]
