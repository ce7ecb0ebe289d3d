"""Builders: rows that the town would have typed, and applications walked by the moves as people would walk them."""

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from groups.models import Application, Cycle, Post
from groups.moves import APPLICATION
from meetings.models import Meeting
from members.models import Branch, Member, Village
from notices.actions import draft_notice
from notices.models import Notice
from notices.moves import NOTICE

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = {
    "apply": dt.date(2026, 10, 8),
    "nominate": dt.date(2026, 10, 12),
    "review": dt.date(2026, 10, 15),
    "confirm": dt.date(2026, 10, 20),
    "open": dt.date(2026, 10, 21),
    "conclude": dt.date(2026, 10, 28),
}


def moment(day: str, hour: int = 10) -> dt.datetime:
    """An aware time of a day in the township."""
    return dt.datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=SHANGHAI)


def village(code: str, name: str, kind: str = "village") -> Village:
    """A village with all that its own form would check."""
    row = Village(code=code, name=f"{name}村村民委员会", short_name=name, kind=kind, phone="0315-0000001")
    row.full_clean()
    row.save()
    return row


def member(branch: Branch, name: str, **more: Any) -> Member:
    """A roster row, checked as the form checks it. Who joined on another day became a formal member on none that is known."""
    values = {
        "sex": "male",
        "nation": "汉族",
        "born": "1968-05",
        "category": "formal",
        "joined": "1995-07",
        "confirmed": "" if "joined" in more else "1996-07",
    }
    row = Member(branch=branch, name=name, **(values | more))
    row.full_clean()
    row.save()
    return row


def meeting(
    village: Village, kind: str = "villagers", *, held_on: dt.date, entitled: int = 30, present: int = 24, **more: Any
) -> Meeting:
    """A meeting that was held; by default one that can decide."""
    row = Meeting(village=village, kind=kind, held_on=held_on, entitled=entitled, present=present, **more)
    row.full_clean()
    row.save()
    return row


def draft(member: Member, post: Post, cycle: Cycle | None = None, **more: Any) -> Application:
    """An application that nobody has handed in yet."""
    return Application.objects.create(member=member, post=post, cycle=cycle or Cycle.objects.earliest("year"), **more)


def votes(meeting: Meeting, in_favour: int | None = None) -> dict[str, Any]:
    """Everybody present voted; by default all in favour."""
    in_favour = meeting.present if in_favour is None else in_favour
    return {
        "meeting": meeting,
        "in_favour": in_favour,
        "against": meeting.present - in_favour,
        "abstained": 0,
        "recused": 0,
    }


def move(application: Any, name: str, actor: Any, **data: Any) -> Any:
    """One move, fresh from the database, dated as DAYS says unless `on` is given."""
    on = data.pop("on", DAYS.get(name))
    application.refresh_from_db()
    APPLICATION.perform(
        application, name, actor=actor, version=application.version, request_id=uuid.uuid4(), happened_on=on, data=data
    )
    application.refresh_from_db()
    return application


def walk(
    application: Application, to: str, secretary: Any, *, meetings: dict[str, Meeting] | None = None
) -> Application:
    """Walk a draft as far as `to` (applied, nominated, reviewed, confirmed) by its village's secretary, from paper."""
    where = application.post.group.village
    meetings = meetings if meetings is not None else {}
    steps = ["applied", "nominated", "reviewed", "confirmed"]
    for step in steps[: steps.index(to) + 1]:
        if step == "applied":
            move(application, "apply", secretary)
        elif step == "nominated":
            move(application, "nominate", secretary, nominators=12, how="slips")
        elif step == "reviewed":
            met = meetings.setdefault("review", None) or meeting(where, "villagers", held_on=DAYS["review"])
            meetings["review"] = met
            move(application, "review", secretary, **votes(met))
        else:
            met = meetings.setdefault("confirm", None) or meeting(
                where, "assembly", held_on=DAYS["confirm"], entitled=20, present=15
            )
            meetings["confirm"] = met
            move(application, "confirm", secretary, **votes(met))
    return application


def posted(where: Any, applications: list[Application], on: dt.date = DAYS["open"]) -> Notice:
    """A notice with confirmed applications, posted by the village's secretary (`where`: a VillageCast)."""
    lines = [(application.pk, application.member) for application in applications]
    words = {
        "title": "关于党员责任岗位拟任人选的公示",
        "organ": "中共榛子镇吴庄子村支部委员会",
        "phone": "0315-0000000",
    }
    notice = draft_notice("placements", where.village, lines, **words)
    NOTICE.perform(notice, "open", actor=where.secretary, happened_on=on, data={"opens_on": on})
    notice.refresh_from_db()
    return notice
