"""When somebody's data are erased, no table says any more who he was; what was done stays."""

import datetime as dt
import gzip

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from groups.models import Placement
from groups.voting import mend_votes
from meetings.models import Meeting
from members.actions import create_account
from members.erasing import erase
from members.leaving import leave
from members.merging import merge
from members.models import Member
from members.moves import TRANSFER
from members.resources import RosterResource
from members.transfers import ask
from notices.models import Notice
from notices.moves import NOTICE
from tests import build
from tests.journeys.pages import Person
from tests.people import mandate
from tools.accounts.models import User
from tools.exchange.models import Batch
from tools.exchange.undo import NotUndone, undo
from tools.upkeep.invariants import find_broken
from tools.workflow.models import StateChange

NAME, PHONE, NUMBER = "尉迟霁月", "19988877766", "000000196103047721"
MARKS = (NAME, "尉迟霁", "yuchiji", PHONE, "1961-03-04", "1961.03.04", "1988-07", NUMBER)


def everything():
    """Every cell of every table, as (table, text)."""
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._base_manager.values_list(*names):
            for name, cell in zip(names, row, strict=True):
                if isinstance(cell, memoryview | bytes):
                    cell = bytes(cell)
                    cell = (
                        gzip.decompress(cell).decode("unicode_escape")
                        if cell[:2] == b"\x1f\x8b"
                        else cell.decode("latin-1")
                    )
                yield f"{model._meta.label}.{name}", str(cell)


def left_of(marks):
    return sorted({place for place, text in everything() if any(mark and mark in text for mark in marks)})


def sheet(phone, name=NAME):
    text = (
        "姓名,性别,出生日期,人员类别,所在党支部,入党日期,手机号码,公民身份号码,特长,职务\n"
        f"{name},女,1961.03.04,正式党员,吴庄子村党支部,1988.07,{phone},{NUMBER},书法,支委\n"
    )
    return SimpleUploadedFile("花名册.csv", text.encode("utf-8-sig"))


def bring(person, file):
    answer = person.send("/roster/import/?kind=roster", having=["file"], file=file)
    person.send(answer.url, having=["digest"])


@pytest.fixture
def gone(cast):
    """A life on record: two sheets, a correction in the admin, an account, a post, a notice, a transfer, a second record made
    one with the first, an acting leader's dates; then she moved away."""
    town = Person(cast)
    town.client.force_login(cast.township, backend="tools.accounts.backends.AccountBackend")
    bring(town, sheet("19911112222", "尉迟霁"))
    bring(town, sheet(PHONE))
    member = Member.objects.get(name=NAME)
    page = reverse("admin:members_member_change", args=[member.pk])
    fields = town.form_at(page, ["name"])
    assert town.client.post(page, fields | {"job": "务农"}).status_code == 302
    user, _password = create_account("ycjy", member=member, by=cast.township)
    member.refresh_from_db()
    application = build.draft(member, cast.a.posts["economy"], statement=f"我是{NAME}，电话{PHONE}")
    build.walk(application, "confirmed", cast.a.secretary)
    notice = build.posted(cast.a, [application])
    NOTICE.perform(
        notice, "conclude", actor=cast.a.secretary, happened_on=build.DAYS["conclude"], data={"stated": True}
    )
    Notice.objects.filter(pk=notice.pk).update(correction=f"{NAME}一行有误")
    build.move(application, "end", cast.a.secretary, on=dt.date(2026, 11, 20), reason=f"{NAME}随子女迁居")
    transfer = ask(
        member, "move", cast.b.branch, cast.a.secretary, on=dt.date(2026, 11, 20), reason=f"{NAME}随子女迁居"
    )
    TRANSFER.perform(transfer, "withdraw", actor=cast.a.secretary, data={"reason": f"{NAME}不去了"})
    twin = build.member(cast.school, NAME, sex="female", born="1961", joined="1988")
    merge(member, twin)
    talked = Meeting.objects.filter(village=cast.a.village).first()
    talked.note, talked.chair = f"{NAME}没有到", f"{NAME}、王主任"
    talked.save()
    talked.chair, talked.observers = "王主任", f"镇里来的人，{NAME}的女儿"
    talked.save()
    ballot = application.ballots.get(step="review")
    held = ballot.meeting
    sums = {name: getattr(ballot, name) for name in ("in_favour", "against", "abstained", "recused")}
    sums |= {"in_favour": ballot.in_favour - 1, "against": ballot.against + 1}
    mend_votes(
        held, cast.a.secretary, seen=[ballot.pk], entitled=held.entitled, present=held.present,
        numbers={ballot.pk: sums}, reason=f"{NAME}那一票读错了",
    )  # fmt: skip
    group = cast.a.groups["culture"]
    group.acting_leader, group.acting_from, group.acting_until = member, dt.date(2026, 11, 1), dt.date(2026, 11, 20)
    group.save()
    user.is_active = False
    user.save()
    leave(member, "moved", dt.date(2026, 11, 23))
    return member


def test_nothing_is_left_that_tells_who_it_was(cast, gone, clock):
    hashed = Member.objects.get(pk=gone.pk).number_hash
    assert hashed
    clock.move_to("2031-11-24")
    erase(gone)
    left = left_of([*MARKS, hashed])
    assert not left, left
    assert not find_broken()
    assert Placement.objects.filter(member=gone).exists() and StateChange.objects.of(gone.applications.get()).exists()
    user = User.objects.get(username__startswith="erased-")
    assert (user.is_active, user.has_usable_password(), str(user)) == (False, False, user.username)


def test_an_account_with_which_he_still_acts_stays(cast, gone, clock):
    user = Member.objects.get(pk=gone.pk).user
    mandate(user, "viewer")
    clock.move_to("2031-11-24")
    erase(gone)
    user.refresh_from_db()
    assert (user.name, user.username) == (NAME, "ycjy")


def test_a_file_taken_over_before_gives_nothing_back(cast, gone, clock):
    clock.move_to("2031-11-24")
    erase(gone)
    for batch in Batch.objects.filter(applied_at__isnull=False):
        with pytest.raises(NotUndone):
            undo(batch, RosterResource(), cast.township)
    assert not left_of(MARKS)


def test_a_namesake_of_the_village_keeps_his_name_in_its_papers(cast, gone, clock):
    build.member(cast.a.branch, NAME, born="1990")
    clock.move_to("2031-11-24")
    erase(gone)
    assert any(NAME in version.note for version in Meeting.history.all())
