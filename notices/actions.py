"""Verbs of the notices: a list drafted, changed or thrown away before it goes up, and an objection received."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from members.erasing import NAME, without_names
from notices import plan
from notices.kinds import Wording
from notices.models import WORDS, CalendarYear, Holiday, Line, Notice, NoticeWording, Objection
from notices.moves import OBJECTION
from tools import clock
from tools.workflow.errors import Conflict, Refused
from tools.workflow.models import StateChange

Pair = tuple[int, Any]
"""What a line is about: the key of its subject, and the member."""


@transaction.atomic
def draft_notice(kind: str, village: Any, lines: Iterable[Pair], **words: Any) -> Notice:
    """A new notice that nobody outside sees yet. `words`: title, basis, body, ending, organ, phone, place, look,
    number, corrects, uuid."""
    notice = Notice(kind=kind, village=village, **words)
    notice.full_clean(exclude=["corrects", "village"])
    _save(notice)
    _put_lines(notice, lines)
    return notice


@transaction.atomic
def redraft_notice(notice: Notice, lines: Iterable[Pair]) -> None:
    """Write a draft anew, its words and its lines; `Conflict` where it has gone up meanwhile: what is posted stays as posted."""
    _still_drafted(notice)
    _save(notice, update_fields=[*WORDS, "organ", "phone", "place", "look", "number", "corrects"])
    notice.lines.all().delete()
    _put_lines(notice, lines)


def _save(notice: Notice, **more: Any) -> None:
    """Two who correct the same notice at once: the later one reads that the other was first."""
    try:
        with transaction.atomic():
            notice.save(**more)
    except IntegrityError as error:
        if not Notice.objects.filter(corrects=notice.corrects_id).exclude(pk=notice.pk).exists():
            raise
        raise Conflict(
            _(
                "Somebody has just drafted another notice that corrects this one. Look at that one, or choose no other notice."
            )
        ) from error


@transaction.atomic
def discard_notice(notice: Notice) -> None:
    """Throw a draft away; nobody outside has seen it."""
    _still_drafted(notice)
    notice.lines.all().delete()
    notice.delete()


@transaction.atomic
def receive_objection(
    notice: Notice,
    line: Line | None = None,
    *,
    text: str,
    signed: str = "",
    channel: str = Objection.Channel.BOARD,
    received_on: dt.date | None = None,
    uuid: UUID | None = None,
    is_late: bool = False,
) -> Objection:
    """Keep an objection that came in the period; it holds its line from now on. `Refused` before and after.

    The notice is locked: of an objection and the statement that there is none, one comes first, and one sent twice (the
    same `uuid`) is kept once. `is_late`: the township takes one that came after the last day, while nothing is concluded.
    """
    posted = Notice.objects.select_for_update().get(pk=notice.pk)
    if uuid and (sent := Objection.objects.filter(uuid=uuid, notice=posted).first()):
        return sent
    day = received_on or clock.today()
    in_time = posted.state == "open" and posted.opened_on <= day <= posted.ends_on
    late = is_late and posted.state == "open" and posted.ends_on < day
    if not (in_time or late):
        raise Refused(_("Objections are taken while the notice is posted; its period is over, or it was taken down."))
    return _kept(posted, line, text, signed, channel, day, uuid)


@transaction.atomic
def take_up_late(notice: Notice, line: Line | None, *, actor: Any, **words: Any) -> Objection:
    """Keep an objection that came after the last day, and take it up all the same: it holds its line. `Refused` once the list
    is concluded."""
    objection = receive_objection(notice, line, is_late=True, **words)
    if objection.state == "received":
        OBJECTION.perform(objection, "accept", actor=actor)
    return objection


@transaction.atomic
def note_late_objection(
    notice: Notice,
    line: Line | None,
    *,
    actor: Any,
    text: str,
    signed: str,
    channel: str,
    received_on: dt.date,
    uuid: UUID,
) -> Objection:
    """Keep an objection that came after the last day, as one that is not taken up for that reason: it holds nothing."""
    posted = Notice.objects.select_for_update().get(pk=notice.pk)
    if sent := Objection.objects.filter(uuid=uuid, notice=posted).first():
        return sent
    if posted.state not in ("open", "concluded") or received_on <= posted.ends_on:
        raise Refused(_("Objections are taken while the notice is posted; its period is over, or it was taken down."))
    objection = _kept(posted, line, text, signed, channel, received_on, uuid)
    with translation.override(settings.LANGUAGE_CODE):
        finding = _("It came after the posting period had ended.")
    OBJECTION.perform(objection, "decline", actor=actor, data={"ground": Objection.Ground.LATE, "finding": finding})
    return objection


def _kept(
    posted: Notice, line: Line | None, text: str, signed: str, channel: str, day: dt.date, uuid: UUID | None
) -> Objection:
    if line is not None and line.notice_id != posted.pk:
        raise Refused(_("This line stands on another notice."))
    more = {"uuid": uuid} if uuid else {}
    return Objection.objects.create(
        notice=posted, line=line, text=text, signed=signed, channel=channel, received_on=day, **more
    )


@transaction.atomic
def keep_wording(kind: str, words: Wording, version: int) -> NoticeWording:
    """Word a kind of notice anew; the former words stay in its history. `Conflict` where they are no more those of `version`."""
    row = NoticeWording.objects.select_for_update().filter(kind=kind).first()
    if row and all(getattr(row, name) == text for name, text in asdict(words).items()):
        return row  # A double click, or nothing new.
    if version != (row.version if row else 0):
        raise Conflict(_("Somebody has changed the words meanwhile. Reload the page to see them."))
    row = row or NoticeWording(kind=kind)
    for name, text in asdict(words).items():
        setattr(row, name, text)
    row.version += 1
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def keep_calendar(year: int, days: Mapping[dt.date, tuple[bool, str]], provisional: bool, seen: str) -> None:
    """The holidays of a year as they were typed, in the place of those there are; periods that run keep their last day.

    `seen`: the year's plan as the page showed it; `Conflict` where somebody changed it meanwhile.
    """
    row = CalendarYear.objects.select_for_update().filter(year=year).first()
    there = {holiday.day: holiday for holiday in Holiday.objects.select_for_update().filter(day__year=year)}
    stands = {day: (one.is_working, one.name) for day, one in there.items()}
    if row and row.provisional == provisional and stands == dict(days):
        return  # A double click, or nothing new.
    if plan.written(stands) != seen.replace("\r\n", "\n"):
        raise Conflict(_("Somebody has changed this year's calendar meanwhile. Reload the page to see it."))
    if row is None or row.provisional != provisional:
        row = row or CalendarYear(year=year)
        row.provisional = provisional
        row.save()
    near = Holiday.objects.filter(day__in=[day for day in days if day.year != year])
    there |= {holiday.day: holiday for holiday in near}
    for day, holiday in there.items():
        if day.year == year and day not in days:
            holiday.delete()
    for day, (is_working, name) in days.items():
        holiday = there.get(day) or Holiday(day=day)
        if holiday.pk is None or (holiday.is_working, holiday.name) != (is_working, name):
            holiday.is_working, holiday.name = is_working, name
            holiday.save()


def _put_lines(notice: Notice, lines: Iterable[Pair]) -> None:
    Line.objects.bulk_create(
        Line(notice=notice, number=number, subject_id=subject_id, member=member)
        for number, (subject_id, member) in enumerate(lines, 1)
    )


def _still_drafted(notice: Notice) -> None:
    found = Notice.objects.select_for_update().filter(pk=notice.pk).values_list("state", flat=True).first()
    if found != "drafted":
        raise Conflict(
            _(
                "This notice is no draft any more; what is posted is not changed. Take it down and correct it by a new one."
            )
        )


def forget_names(member: Any, names: list[str]) -> None:
    """Take the name of somebody whose data are erased out of the frozen lines, and out of what was typed about those lists;
    they stay as they were otherwise.
    """
    lines = list(Line.objects.filter(member=member).exclude(columns={}))
    for line in lines:
        line.columns = line.columns | {"name": NAME}
    Line.objects.bulk_update(lines, ["columns"])
    notices = list(Notice.objects.filter(lines__member=member).distinct())
    objections = list(Objection.objects.filter(notice__in=notices))
    trail = StateChange.objects.filter(model="notices.notice", object_id__in=[notice.pk for notice in notices])
    trail |= StateChange.objects.filter(model="notices.objection", object_id__in=[one.pk for one in objections])
    for change in trail.exclude(note=""):
        StateChange.objects.reword(change, without_names(change.note, names))
    typed = ((notices, ("correction", "basis", "body", "ending")), (objections, ("text", "finding")))
    for rows, fields in typed:
        for row in rows:
            for field in fields:
                setattr(row, field, without_names(getattr(row, field), names))
        if rows:
            type(rows[0]).objects.bulk_update(rows, fields)
