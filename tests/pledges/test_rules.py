"""What else holds of pledges and letters: what is named where something does not pass, and what the clock ends."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from groups.models import Cycle
from members.models import Member
from pledges.actions import write_pledge
from pledges.guards import is_phrase
from pledges.models import Pledge, PledgeItem
from tests import build
from tests.pledges.paths import (
    DAYS,
    TODAY,
    WORDS,
    at,
    holder,
    letter_of,
    pledge_of,
    published,
    seated,
    settled,
    step,
    steps_of,
)
from tools.upkeep.invariants import find_broken
from tools.upkeep.jobs import run_due
from tools.workflow.errors import Conflict, Refused
from tools.workflow.models import StateChange


def refused(thing, name, actor, **typed):
    """What the person reads; the thing is where it was."""
    before = (thing.state, thing.version)
    with pytest.raises(Refused) as found:
        step(thing, name, actor, **typed)
    thing.refresh_from_db()
    assert (thing.state, thing.version) == before
    return str(found.value)


@pytest.mark.parametrize("missing", ["content", "measure", "due_on", "beneficiary"])
def test_an_item_that_lacks_something_is_not_handed_in_and_what_it_lacks_is_named(cast, missing):
    pledge = pledge_of(member=cast.a.members[0], items=({}, {missing: None if missing == "due_on" else ""}))
    words = refused(pledge, "propose", cast.a.member)
    assert str(PledgeItem._meta.get_field(missing).verbose_name) in words
    assert "2" in words
    for other in {"measure", "due_on", "beneficiary"} - {missing}:
        assert str(PledgeItem._meta.get_field(other).verbose_name) not in words
    item = pledge.items.get(number=2)
    setattr(item, missing, WORDS[missing])
    item.save()
    assert step(pledge, "propose", cast.a.member).state == "proposed"


@pytest.mark.parametrize(
    "phrase",
    [
        "积极工作",
        "认真学习，努力工作。",
        "发挥党员先锋模范作用",
        "为人民服务！",
        "起带头作用，做好本职工作",
        "加强学习",
        "扫 地",
    ],
)
def test_a_phrase_that_can_be_neither_kept_nor_missed_does_not_pass(cast, phrase):
    pledge = pledge_of(member=cast.a.members[0], items=({}, {"content": phrase}))
    step(pledge, "propose", cast.a.clerk)
    words = refused(pledge, "audit", cast.a.secretary)
    assert phrase in words
    assert "2" in words


@pytest.mark.parametrize(
    "deed", ["每周五清扫广场", "组织学习会四次", "带头缴纳医保费", "工作日值守村口", "冬天给老人扫雪"]
)
def test_a_deed_passes_though_such_a_word_stands_in_it(deed):
    assert not is_phrase(deed)


def test_what_was_sent_back_is_written_anew_and_handed_in_again(cast):
    pledge = pledge_of(member=cast.a.members[0], items=({"content": "积极工作"},))
    step(pledge, "propose", cast.a.member)
    step(pledge, "return", cast.a.secretary, reason="写清楚做什么")
    assert StateChange.objects.of(pledge).last().note == "写清楚做什么"
    item = pledge.items.get()
    item.content = "每月走访两户困难家庭"
    write_pledge(pledge, [item], (), cast.a.member)
    step(pledge, "propose", cast.a.member, on=DAYS["audit"])
    step(pledge, "audit", cast.a.secretary)
    assert steps_of(pledge) == ["propose", "return", "propose", "audit"]
    assert [version.content for version in item.history.order_by("history_id")] == ["积极工作", "每月走访两户困难家庭"]


@pytest.mark.parametrize("state", ["proposed", "audited", "public", "closed", "withdrawn"])
def test_what_was_handed_in_is_not_written_anew(cast, state):
    pledge = at(pledge_of(member=cast.a.members[0]), state, cast.a.secretary)
    item = pledge.items.get()
    item.content = "另写一条"
    with pytest.raises(Conflict):
        write_pledge(pledge, [item], (), cast.a.secretary)
    assert pledge.items.get().content == WORDS["content"]


@pytest.mark.parametrize("number", ["一三八一二三四五六七八", "0315-6123456", "138 1234 5678"])
def test_no_number_of_anybody_is_published_however_it_is_written_and_it_is_named(cast, number):
    pledge = pledge_of(group=cast.a.groups["culture"], items=({}, {"measure": f"找老王，{number}"}))
    at(pledge, "audited", cast.a.secretary)
    assert number in refused(pledge, "publish", cast.a.clerk)
    assert pledge.published_on is None


def test_a_villages_own_telephone_may_stand_in_a_pledge(cast):
    pledge = pledge_of(group=cast.a.groups["culture"], items=({"measure": f"拨打 {cast.a.village.phone} 报修"},))
    assert published(pledge, cast.a.secretary).state == "public"


def test_it_is_not_published_before_it_was_examined(cast):
    pledge = at(pledge_of(group=cast.a.groups["culture"]), "audited", cast.a.secretary)
    refused(pledge, "publish", cast.a.clerk, on=DAYS["audit"] - dt.timedelta(days=1))
    refused(pledge, "publish", cast.a.clerk, on=TODAY + dt.timedelta(days=1))


@pytest.mark.parametrize("state", ["drafted", "proposed", "audited", "closed", "returned", "withdrawn"])
def test_items_are_kept_only_while_the_pledge_is_public(cast, state):
    pledge = at(pledge_of(member=cast.a.members[0]), state, cast.a.secretary)
    item = pledge.items.get()
    for name in ("reopen",) if item.state == "done" else ("finish", "adjust", "miss"):
        refused(item, name, cast.a.secretary, on=TODAY)


def test_an_adjusted_item_keeps_its_former_words_in_its_history_and_says_why(cast):
    item = published(pledge_of(member=cast.a.members[0]), cast.a.secretary).items.get()
    step(item, "adjust", cast.a.secretary)
    assert (item.state, item.content, item.due_on, item.adjusted_because) == (
        "adjusted",
        "每两周清扫一次村委会门前广场",
        dt.date(2026, 11, 30),
        "秋收人手不够",
    )
    assert StateChange.objects.of(item).last().note == "秋收人手不够"
    versions = [(version.content, version.due_on) for version in item.history.order_by("history_id")]
    assert versions == [(WORDS["content"], WORDS["due_on"]), (item.content, item.due_on)]
    step(
        item, "adjust", cast.a.secretary, on=dt.date(2026, 7, 1), content="每月清扫一次村委会门前广场", reason="再调整"
    )
    assert item.adjusted_because == "再调整"
    assert settled(item, "done", cast.a.member).state == "done"


def test_an_item_is_missed_answered_and_taken_up_again(cast):
    item = published(pledge_of(member=cast.a.members[0]), cast.a.secretary).items.get()
    settled(item, "not_done", cast.a.clerk, reply="修路占了广场")
    assert (item.result, item.reply, item.settled_on) == ("连月雨雪", "修路占了广场", DAYS["miss"])
    assert "13812345678" in refused(item, "reply", cast.a.member, reply="问 13812345678")
    step(item, "reply", cast.a.member)
    assert (item.state, item.reply) == ("not_done", "来年一定补上")
    step(item, "reopen", cast.a.secretary, reason="路修好了")
    assert (item.state, item.result, item.reply, item.settled_on) == ("going", "", "", None)
    settled(item, "done", cast.a.member, on=TODAY)
    assert find_broken() == []


@pytest.mark.parametrize(("first", "second"), [("going", "done"), ("done", "adjusted"), ("not_done", "going")])
def test_a_pledge_is_not_closed_while_one_of_its_items_has_no_end(cast, first, second):
    pledge = published(
        pledge_of(group=cast.a.groups["culture"], items=({}, {"content": "办好广场舞会六场"})), cast.a.secretary
    )
    for item, state in zip(pledge.items.order_by("number"), (first, second), strict=True):
        settled(item, state, cast.a.clerk)
    words = refused(pledge, "close", cast.a.secretary)
    for item in pledge.items.all():
        assert (item.content in words) is (item.state in ("going", "adjusted"))
    for item in pledge.items.filter(state__in=("going", "adjusted")):
        settled(item, "done", cast.a.clerk)
    assert step(pledge, "close", cast.a.secretary).state == "closed"


@pytest.mark.parametrize("state", ["drafted", "proposed", "audited", "public", "returned"])
def test_the_pledge_of_somebody_who_has_left_is_taken_back_by_the_clock(cast, state):
    him, stays = cast.a.members[:2]
    pledge = at(pledge_of(member=him), state, cast.a.secretary)
    other = at(pledge_of(member=stays), state, cast.a.secretary)
    assert run_due()["pledges.withdraw_of_gone"] == 0
    him.left_on, him.left_how = TODAY, "died"
    him.save()
    assert run_due()["pledges.withdraw_of_gone"] == 1
    assert run_due()["pledges.withdraw_of_gone"] == 0
    pledge.refresh_from_db()
    other.refresh_from_db()
    assert (pledge.state, other.state) == ("withdrawn", state)
    change = StateChange.objects.of(pledge).last()
    assert (change.actor, change.acted_as) == (None, "clock")
    assert change.note
    assert find_broken() == []


def test_what_was_closed_before_he_left_stays_closed(cast):
    him = cast.a.members[0]
    pledge = at(pledge_of(member=him), "closed", cast.a.secretary)
    him.left_on, him.left_how = TODAY, "moved"
    him.save()
    assert run_due()["pledges.withdraw_of_gone"] == 0
    pledge.refresh_from_db()
    assert pledge.state == "closed"


def test_who_belongs_to_another_village_now_has_no_pledge_here(cast):
    him, reports = cast.a.members[0], build.member(cast.school, "在村报到", lives_in=cast.a.village)
    pledge = published(pledge_of(member=him), cast.a.secretary)
    reported = Pledge.objects.create(village=cast.a.village, cycle=cast.cycle, member=reports)
    assert run_due()["pledges.withdraw_of_gone"] == 0
    Member.objects.filter(pk=him.pk).update(branch=cast.b.branch)
    Member.objects.filter(pk=reports.pk).update(lives_in=cast.b.village)
    assert run_due()["pledges.withdraw_of_gone"] == 2
    for row in (pledge, reported):
        row.refresh_from_db()
        assert row.state == "withdrawn"


def test_the_clock_takes_back_nothing_of_somebody_who_is_here(cast):
    for pledge in (pledge_of(member=cast.a.members[0]), pledge_of(group=cast.a.groups["culture"])):
        refused(pledge, "withdraw", None)


def test_a_letter_ends_with_the_post(cast):
    placement = seated(cast.a, cast.a.members[0])
    letter, other = letter_of(placement), letter_of(holder(cast.a, cast, "culture", "留任人"))
    step(letter, "sign", cast.a.clerk, member_signed_on=TODAY, branch_signed_on=TODAY)
    refused(letter, "end", cast.a.secretary)
    assert run_due()["pledges.end_letters"] == 0
    build.move(placement.application, "end", cast.a.secretary, on=TODAY, reason="本人辞去")
    assert run_due()["pledges.end_letters"] == 1
    assert run_due()["pledges.end_letters"] == 0
    letter.refresh_from_db()
    other.refresh_from_db()
    assert (letter.state, other.state) == ("over", "prepared")
    assert not [found for found in find_broken() if found.model.startswith("pledges.")]


def test_a_letter_ends_in_the_night_in_which_its_holder_has_left(cast):
    him = cast.a.members[0]
    letter = letter_of(seated(cast.a, him))
    him.left_on, him.left_how = TODAY, "moved"
    him.save()
    run_due()
    run_due()
    letter.refresh_from_db()
    assert letter.state == "over"
    assert find_broken() == []


def test_the_database_holds_one_pledge_a_year_for_each(cast):
    next_year = Cycle.objects.create(year=2027, name="2027年度", starts_on="2027-01-01", term_ends_on="2028-12-31")
    for whose in ({"member": cast.a.members[0]}, {"group": cast.a.groups["culture"]}):
        first = pledge_of(**whose)
        with pytest.raises(IntegrityError), transaction.atomic():
            pledge_of(**whose)
        pledge_of(**whose, cycle=next_year)
        step(first, "withdraw", cast.a.secretary)
        pledge_of(**whose)
    assert Pledge.objects.count() == 6


def test_a_group_and_a_member_of_another_village_pledge_nothing_here(cast):
    for whose in ({"group": cast.b.groups["culture"]}, {"member": cast.b.members[0]}):
        pledge = Pledge(village=cast.a.village, cycle=cast.cycle, **whose)
        with pytest.raises(ValidationError):
            write_pledge(pledge, [], (), cast.township)
    assert not Pledge.objects.exists()


def test_of_two_who_write_the_same_pledge_at_once_the_second_is_told(cast):
    write_pledge(Pledge(village=cast.a.village, cycle=cast.cycle, member=cast.a.members[0]), [], (), cast.a.clerk)
    again = Pledge(village=cast.a.village, cycle=cast.cycle, member=cast.a.members[0])
    with pytest.raises(Conflict), transaction.atomic():
        write_pledge(again, [PledgeItem(**WORDS)], (), cast.a.secretary)
    assert again.pk is None
    assert Pledge.objects.count() == 1
