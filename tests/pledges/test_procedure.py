"""提诺 审诺 公诺 践诺: a pledge from its draft to its end, and what keeps it from going on."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from groups.models import Cycle
from members.actions import take_mandate
from members.leaving import leave
from members.models import Member
from pledges.actions import prepare_letters, write_pledge
from pledges.models import Pledge, PledgeItem, ResponsibilityLetter
from pledges.upkeep import end_letters, withdraw_of_gone
from tests.pledges.stories import ON, keep, letter_of, move, pledge_of, sign, walked
from tools.upkeep.invariants import find_broken
from tools.workflow.errors import Forbidden, Refused
from tools.workflow.models import StateChange


def test_a_pledge_goes_from_its_draft_to_its_end(cast):
    pledge = walked(cast.a, "closed")
    assert [change.move for change in StateChange.objects.of(pledge)] == ["propose", "audit", "publish", "close"]
    assert pledge.published_on == ON
    assert {(item.state, item.result, item.settled_on) for item in pledge.items.all()} == {("done", "已办好", ON)}
    assert find_broken() == []


@pytest.mark.parametrize("lacking", [{"measure": ""}, {"due_on": None}, {"beneficiary": ""}])
def test_an_item_that_says_not_how_when_or_for_whom_is_not_handed_in(cast, lacking):
    pledge = pledge_of(cast.a, items=1, **lacking)
    with pytest.raises(Refused, match="1"):
        move(pledge, "propose", cast.a.clerk)


def test_an_empty_pledge_is_not_handed_in(cast):
    with pytest.raises(Refused):
        move(pledge_of(cast.a, items=0), "propose", cast.a.clerk)


@pytest.mark.parametrize("phrase", ["积极工作", "努力学习", "发挥党员先锋模范作用", "为人民服务，做好本职工作。"])
def test_a_phrase_that_can_be_neither_done_nor_missed_is_not_passed(cast, phrase):
    pledge = move(pledge_of(cast.a, items=1, content=phrase), "propose", cast.a.clerk)
    with pytest.raises(Refused, match=phrase):
        move(pledge, "audit", cast.a.secretary)
    move(pledge, "return", cast.a.secretary, reason="请写具体")
    assert pledge.is_editable


@pytest.mark.parametrize("number", ["13812345678", "130284197001011234", "6222021234567890123"])
@pytest.mark.parametrize("field", ["content", "measure", "beneficiary"])
def test_what_names_somebodys_number_is_not_published(cast, field, number):
    pledge = walked(cast.a, "audited")
    PledgeItem.objects.filter(pledge=pledge, number=2).update(**{field: f"帮助王某{number}"})
    with pytest.raises(Refused, match=number):
        move(pledge, "publish", cast.a.clerk)
    assert Pledge.objects.get().state == "audited"


@pytest.mark.parametrize("state", ["drafted", "proposed", "audited"])
@pytest.mark.parametrize("name", ["finish", "adjust", "miss"])
def test_items_are_kept_once_the_pledge_is_public(cast, state, name):
    item = walked(cast.a, state).items.get(number=1)
    with pytest.raises(Refused):
        keep(item, cast.a.secretary, name)


def test_nothing_was_done_before_the_pledge_was_public(cast):
    item = walked(cast.a, "public").items.get(number=1)
    with pytest.raises(Refused):
        keep(item, cast.a.secretary, on=ON - dt.timedelta(days=1))


def test_an_item_that_is_adjusted_keeps_its_former_words_in_its_history(cast):
    item = walked(cast.a, "public").items.get(number=1)
    before = item.content
    keep(item, cast.a.secretary, "adjust", content="改为每月一次清扫", reason="人手不够")
    assert (item.state, item.content, item.adjusted_because) == ("adjusted", "改为每月一次清扫", "人手不够")
    assert before in item.history.values_list("content", flat=True)
    assert keep(item, cast.a.leader).state == "done"


def test_an_item_that_was_not_done_has_its_reason_and_a_reply(cast):
    item = keep(walked(cast.a, "public").items.get(number=1), cast.a.clerk, "miss")
    assert (item.state, item.result, item.reply) == ("not_done", "材料没到", "")
    assert keep(item, cast.a.leader, "reply").reply == "来年补上"
    keep(item, cast.a.secretary, "reopen")
    assert (item.state, item.result, item.reply, item.settled_on) == ("going", "", "", None)


@pytest.mark.parametrize(
    ("name", "field"), [("finish", "result"), ("adjust", "reason"), ("miss", "reply"), ("reply", "reply")]
)
def test_nor_does_a_result_name_somebodys_number(cast, name, field):
    item = walked(cast.a, "public").items.get(number=1)
    if name == "reply":
        keep(item, cast.a.secretary, "miss")
    with pytest.raises(Refused, match="13812345678"):
        keep(item, cast.a.secretary, name, **{field: "电话13812345678"})


def test_a_pledge_is_closed_when_every_item_has_its_end(cast):
    pledge = walked(cast.a, "public")
    keep(pledge.items.get(number=1), cast.a.secretary)
    with pytest.raises(Refused, match="事项2号"):
        move(pledge, "close", cast.a.secretary)
    keep(pledge.items.get(number=2), cast.a.secretary, "miss")
    assert move(pledge, "close", cast.a.secretary).state == "closed"
    with pytest.raises(Refused):
        keep(pledge.items.get(number=1), cast.a.secretary, "reopen")


def test_a_pledge_is_not_closed_before_its_last_item_was_settled(cast):
    pledge = walked(cast.a, "public")
    for item in pledge.items.all():
        keep(item, cast.a.secretary, on=ON + dt.timedelta(days=2))
    with pytest.raises(Refused, match="事项1号"):
        move(pledge, "close", cast.a.secretary, on=ON + dt.timedelta(days=1))
    assert move(pledge, "close", cast.a.secretary, on=ON + dt.timedelta(days=2)).state == "closed"


def test_the_clock_takes_back_what_somebody_pledged_who_left_and_nothing_else(cast):
    gone, stays = pledge_of(cast.a, member=cast.a.members[1]), pledge_of(cast.a, member=cast.a.members[2])
    walked(cast.a, "public", gone)
    assert withdraw_of_gone() == 0
    leave(cast.a.members[1], "died", dt.date(2026, 11, 22))
    assert withdraw_of_gone() == 1 and withdraw_of_gone() == 0
    gone.refresh_from_db(), stays.refresh_from_db()
    assert (gone.state, stays.state) == ("withdrawn", "drafted")


def test_the_clock_takes_back_what_somebody_pledged_who_went_to_another_village(cast):
    pledge = pledge_of(cast.a, member=cast.a.members[1])
    Member.objects.filter(pk=cast.a.members[1].pk).update(branch=cast.b.branch)
    assert withdraw_of_gone() == 1
    assert Pledge.objects.get(pk=pledge.pk).state == "withdrawn"


def test_a_letter_ends_with_the_post_and_with_its_year(cast, clock):
    letter = sign(letter_of(cast.a), cast.a.clerk)
    assert end_letters() == 0
    Cycle.objects.update(closed_on=dt.date(2027, 1, 1))
    assert end_letters() == 0
    clock.move_to("2027-01-01")
    assert end_letters() == 1
    letter.refresh_from_db()
    assert (letter.state, letter.member_signed_on) == ("over", ON)


@pytest.mark.parametrize("whose", ["group", "member"])
def test_each_has_one_pledge_a_year(cast, whose):
    more = {"member": cast.a.members[0]} if whose == "member" else {}
    pledge = pledge_of(cast.a, **more)
    with pytest.raises(IntegrityError), transaction.atomic():
        pledge_of(cast.a, **more)
    move(pledge, "withdraw", cast.a.clerk, reason="重写")
    assert pledge_of(cast.a, **more).pk


@pytest.mark.parametrize("both", [True, False])
def test_a_pledge_is_a_groups_or_a_members(cast, both):
    whose = {"group": cast.a.groups["culture"], "member": cast.a.members[0]} if both else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Pledge.objects.create(village=cast.a.village, cycle=cast.cycle, **whose)


def test_a_closed_year_takes_no_new_pledge_and_no_new_letter_and_finishes_what_is_there(cast):
    there = walked(cast.a, "public")
    Cycle.objects.update(closed_on=dt.date(2026, 11, 23))
    cycle = Cycle.objects.get()
    with pytest.raises(Refused):
        write_pledge(Pledge(village=cast.a.village, cycle=cycle, member=cast.a.members[0]), [], [], cast.a.secretary)
    with pytest.raises(Refused):
        prepare_letters(cast.a.village, cycle)
    assert not ResponsibilityLetter.objects.exists()
    assert keep(there.items.get(number=1), cast.a.secretary).state == "done"


def test_whose_mandate_was_taken_this_morning_moves_nothing(cast):
    take_mandate(cast.a.secretary.mandates.get())
    pledge = move(pledge_of(cast.a), "propose", cast.a.clerk)
    with pytest.raises(Forbidden):
        move(pledge, "audit", cast.a.secretary)
