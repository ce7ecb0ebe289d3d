"""From a row of the roster to the public board, every step by its page."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from groups.models import Application, Placement
from meetings.models import Meeting
from members.models import Mandate, Member
from notices.models import Notice, Objection
from tests.journeys.pages import Person
from tools.workflow.models import StateChange

ROW = {
    "姓名": "单春暖",
    "性别": "女",
    "民族": "汉族",
    "出生日期": "1961.03",
    "学历": "初中",
    "人员类别": "正式党员",
    "所在党支部": "吴庄子村党支部",
    "入党日期": "1988.07",
    "转正日期": "1989.07",
    "特长": "文艺",
    "手机号码": "19900012345",
    "在村情况": "在村",
}
SECRETS = ("19900012345", "1961", "1988")
DOUBT = "她常年住在城里，顾不过来"


@pytest.fixture
def secretary(cast):
    return Person(cast, cast.a.secretary.username)


def upload(person):
    """The roster's row as an old sheet; the answer leads to the preview."""
    sheet = f"{','.join(ROW)}\n{','.join(ROW.values())}\n".encode("gb18030")
    return person.send("/roster/import/", file=SimpleUploadedFile("吴庄子党员名册(2)(最终).csv", sheet))


def enrolled(person):
    """The row taken over after a look at the preview."""
    preview = upload(person).headers["Location"]
    assert ROW["姓名"] in person.read(preview)
    assert not Member.objects.filter(name=ROW["姓名"]).exists()
    person.send(preview, having=["digest"])
    return Member.objects.get(name=ROW["姓名"])


def meeting(person, village, kind, held_on, entitled, present):
    person.send(
        f"/meetings/new/?village={village.code}", kind=kind, held_on=held_on, entitled=entitled, present=present
    )
    return Meeting.objects.get(kind=kind)


def numbers(met, against=0):
    return {"meeting": met.pk, "in_favour": met.present - against, "against": against, "abstained": 0}


def board(cast, zone):
    return Person(cast).read(f"/villages/{cast.a.village.code}/{zone}/")


def test_a_secretary_types_everything_from_paper_dated_last_month(cast, secretary):
    village, post = cast.a.village, cast.a.posts["culture-leader"]
    member = enrolled(secretary)
    assert ROW["姓名"] in secretary.read("/roster/?q=shan")

    secretary.send(
        f"/groups/applications/new/?village={village.code}",
        member=member.pk,
        post=post.pk,
        source="own",
        happened_on="2026-10-08",
        apply="1",
    )
    application = Application.objects.get(member=member)
    secretary.press(application, "nominate", nominators=18, how="slips", happened_on="2026-10-10")

    met = meeting(secretary, village, "villagers", "2026-10-12", 30, 20)
    # One vote short first: the page says what it takes, and nothing is written.
    short = numbers(met, against=10) | {"happened_on": "2026-10-12"}
    assert "11" in secretary.press(application, "review", **short, status=422).content.decode()
    assert Application.objects.get(pk=application.pk).state == "nominated"
    secretary.press(application, "review", **numbers(met, against=9), happened_on="2026-10-12")

    met = meeting(secretary, village, "assembly", "2026-10-14", 5, 3)
    secretary.press(application, "confirm", **numbers(met), happened_on="2026-10-14")

    # It hung on the wall from 15 October; five working days ended on the 21st.
    secretary.send(f"/groups/{village.code}/notice/", having=["picked", "title"])
    notice = Notice.objects.get()
    secretary.press(notice, "open", opens_on="2026-10-15")
    notice.refresh_from_db()
    assert notice.ends_on == dt.date(2026, 10, 21)
    assert ROW["姓名"] not in board(cast, "culture")
    secretary.press(notice, "conclude", stated="on", happened_on="2026-10-22")

    shown = board(cast, "culture")
    assert ROW["姓名"] in shown
    assert not [secret for secret in SECRETS if secret in shown]
    seat = Placement.objects.get(member=member)
    assert (seat.held_from, seat.application.state) == (dt.date(2026, 10, 22), "seated")
    trail = StateChange.objects.of(application)
    assert [change.move for change in trail] == ["apply", "nominate", "review", "confirm", "post", "seat"]
    assert {(change.actor, change.acted_as) for change in trail} == {(cast.a.secretary, "secretary")}
    assert {change.typed_at.date() for change in trail} == {dt.date(2026, 11, 23)}
    assert all(change.happened_on < dt.date(2026, 10, 23) for change in trail)


def test_many_hands_as_it_happens_with_an_objection_on_the_way(cast, clock):
    """The member himself, the clerk, the secretary, a stranger, the township, each at his own pages as the days pass."""
    village, post = cast.a.village, cast.a.posts["culture-leader"]
    application_page = "/groups/applications/new/"

    clock.move_to("2026-11-02")
    member = Person(cast, cast.a.member.username)
    member.send(application_page, post=post.pk, statement="会拉二胡，愿意把大伙组织起来。", apply="1")
    application = Application.objects.get(member=cast.a.members[0])

    clock.move_to("2026-11-05")
    clerk = Person(cast, cast.a.clerk.username)
    clerk.press(application, "nominate", nominators=25, how="meeting")
    clock.move_to("2026-11-09")
    clerk.arrive()
    met = meeting(clerk, village, "villagers", "2026-11-09", 30, 24)
    clerk.press(application, "review", **numbers(met, against=4))
    assert "/confirm/" not in clerk.read(application.get_absolute_url())

    clock.move_to("2026-11-12")
    secretary = Person(cast, cast.a.secretary.username)
    met = meeting(secretary, village, "assembly", "2026-11-12", 5, 4)
    secretary.press(application, "confirm", **numbers(met))
    secretary.send(f"/groups/{village.code}/notice/", having=["picked", "title"])
    notice = Notice.objects.get()
    secretary.press(notice, "open")

    # A resident reads the wall and objects to the line; the village never reads why.
    clock.move_to("2026-11-13")
    name, public = cast.a.members[0].name, f"/notices/{notice.uuid}/"
    resident = Person(cast)
    assert name in resident.read(public)
    assert public in resident.read(f"/villages/{village.code}/")
    resident.send(f"{public}object/", line=notice.lines.get().pk, text=DOUBT, status=200)
    objection = Objection.objects.get()
    assert (objection.state, objection.line.subject_id) == ("received", application.pk)
    secretary.arrive()
    assert DOUBT not in secretary.read(notice.get_absolute_url())
    secretary.read(objection.get_absolute_url(), status=404)

    # The period is over, but the line is held until the township has looked into it.
    clock.move_to("2026-11-19")
    secretary.arrive()
    assert Notice.objects.get().ends_on == dt.date(2026, 11, 18)
    secretary.press(notice, "conclude", stated="on", status=422)
    township = Person(cast, cast.township.username)
    township.press(objection, "dismiss", finding="经查，她今年起常住村里。")
    clock.move_to("2026-11-20")
    secretary.arrive()
    assert "经查，她今年起常住村里。" in secretary.read(notice.get_absolute_url())
    secretary.press(notice, "conclude", stated="on")

    assert name in board(cast, "culture")
    Person(cast).read(public, status=404)
    assert [c.acted_as for c in StateChange.objects.of(application)] == [
        "member",
        "clerk",
        "clerk",
        "secretary",
        "secretary",
        "secretary",
    ]
    led = Mandate.objects.in_force(dt.date(2026, 11, 20)).filter(user=cast.a.member, role="leader", zone="culture")
    assert led.get().starts_on == dt.date(2026, 11, 20)
    member.arrive()
    assert "/end/" not in member.read(application.get_absolute_url())
