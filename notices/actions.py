"""Verbs of the notices: a list drafted, changed or thrown away before it goes up, and an objection received."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from members.erasing import NAME, without_names
from notices.models import Line, Notice, Objection
from tools import clock
from tools.workflow.errors import Conflict, Refused
from tools.workflow.models import StateChange

Pair = tuple[int, Any]
"""What a line is about: the key of its subject, and the member."""


@transaction.atomic
def draft_notice(kind: str, village: Any, lines: Iterable[Pair], **words: Any) -> Notice:
    """A new notice that nobody outside sees yet. `words`: title, organ, phone, place, basis, body, corrects, uuid."""
    notice = Notice(kind=kind, village=village, **words)
    notice.full_clean(exclude=["corrects", "village"])
    notice.save()
    _put_lines(notice, lines)
    return notice


@transaction.atomic
def redraft_notice(notice: Notice, lines: Iterable[Pair]) -> None:
    """Write a draft anew, its words and its lines; `Conflict` where it has gone up meanwhile: what is posted stays as posted."""
    _still_drafted(notice)
    notice.save(update_fields=["title", "basis", "body", "organ", "phone", "place", "corrects"])
    notice.lines.all().delete()
    _put_lines(notice, lines)


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
) -> Objection:
    """Keep an objection that came in the period; it holds its line from now on. `Refused` before and after.

    The notice is locked: of an objection and the statement that there is none, one comes first, and one sent twice (the
    same `uuid`) is kept once.
    """
    posted = Notice.objects.select_for_update().get(pk=notice.pk)
    if uuid and (sent := Objection.objects.filter(uuid=uuid, notice=posted).first()):
        return sent
    day = received_on or clock.today()
    if posted.state != "open" or not posted.opened_on <= day <= posted.ends_on:
        raise Refused(_("Objections are taken while the notice is posted; its period is over, or it was taken down."))
    if line is not None and line.notice_id != posted.pk:
        raise Refused(_("This line stands on another notice."))
    more = {"uuid": uuid} if uuid else {}
    return Objection.objects.create(
        notice=posted, line=line, text=text, signed=signed, channel=channel, received_on=day, **more
    )


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
    typed = ((notices, ("correction",)), (objections, ("text", "finding")), (list(trail.exclude(note="")), ("note",)))
    for rows, fields in typed:
        for row in rows:
            for field in fields:
                setattr(row, field, without_names(getattr(row, field), names))
        if rows:
            type(rows[0]).objects.bulk_update(rows, fields)
