"""Items of pledges by sheet: a group's and a member's, in, in again unchanged, changed, refused by name and place, taken back."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Cycle
from members.models import Member
from pledges.models import Pledge, PledgeItem
from pledges.resources import ItemResource
from tests import build
from tests.exchange.township import codes, remarks
from tests.pledges.paths import goal_of
from tests.support import brought

HEADINGS = ["年度", "村", "小组", "党员", "序号", "承诺内容", "具体措施", "完成期限", "受益对象"]
GROUP = ["2026", "吴庄子", "环境", "", "1", "每周清扫主街一次，不留死角", "分片包干（五人）", "2026.12.31", "全体村民"]
MEMBER = ["", "吴庄子", "", "吴庄子党员甲", "1", "结对帮扶一户", "", "", ""]


def pledge_of(where, member=None, items=2, state="drafted", **more):
    """A pledge with items; a group's where nobody is named. Where it has come to is written past the procedure."""
    whose = {"member": member} if member else {"group": where.groups["culture"]}
    cycle = more.pop("cycle", None) or Cycle.objects.get(year=2026)
    pledge = Pledge.objects.create(village=where.village, cycle=cycle, **whose)
    for number in range(1, items + 1):
        words = {
            "content": f"承诺，第{number}项（试）",
            "measure": "每周一次；专人负责",
            "due_on": dt.date(2026, 12, 20),
        }
        PledgeItem.objects.create(pledge=pledge, number=number, **(words | more))
    on = dt.date(2026, 11, 20) if state in ("public", "closed") else None
    Pledge.objects.filter(pk=pledge.pk).update(state=state, published_on=on)
    return pledge


def planned(user, *lines, headings=HEADINGS):
    return brought.planned(ItemResource(), user, lines, headings)


def bring(user, *lines, headings=HEADINGS, **more):
    return brought.brought(ItemResource(), user, lines, headings, **more)


def items():
    rows = PledgeItem.objects.order_by("pledge_id", "number")
    return [(i.number, i.content, i.measure, str(i.due_on), i.beneficiary) for i in rows]


def test_a_sheet_begins_the_pledge_of_a_group_and_of_a_member(cast):
    found = bring(cast.a.clerk, GROUP, MEMBER)
    assert (found.counts()["created"], found.errors, found.warnings) == (2, [], [])
    assert items() == [
        (1, "每周清扫主街一次，不留死角", "分片包干（五人）", "2026-12-31", "全体村民"),
        (1, "结对帮扶一户", "", "None", ""),
    ]
    group, member = Pledge.objects.order_by("pk")
    assert (group.group, group.member, group.state) == (cast.a.groups["environment"], None, "drafted")
    assert (member.group, member.member, member.cycle) == (None, cast.a.members[0], cast.cycle)
    assert PledgeItem.history.filter(history_user=cast.a.clerk).count() == 2
    for pledge in (group, member):
        pledge.full_clean()


def test_the_same_sheet_again_says_nothing_new(cast):
    bring(cast.a.clerk, GROUP, MEMBER)
    assert bring(cast.a.clerk, GROUP, MEMBER).counts()["unchanged"] == 2
    assert (Pledge.objects.count(), PledgeItem.history.count()) == (2, 2)


@pytest.mark.parametrize("heading", ["承诺", "公开承诺", "承诺事项"])
def test_other_headings_mean_the_same(cast, heading):
    bring(cast.a.clerk, ["吴庄子", "吴庄子党员甲", "修路灯"], headings=["村名", "姓名", heading])
    assert items() == [(1, "修路灯", "", "None", "")]
    bring(cast.a.clerk, ["吴庄子", "文化小组", "办晚会"], headings=["所在村", "责任小组", heading])
    assert Pledge.objects.latest("pk").group == cast.a.groups["culture"]


def test_what_a_row_says_anew_is_changed_and_what_it_leaves_empty_stays(cast):
    bring(cast.a.clerk, GROUP)
    found = bring(cast.a.clerk, ["", "吴庄子", "环境组", "", "", GROUP[5], "", "2026.11.30", "老人"])
    assert found.changed[0].changes == {"due_on": ("2026.12.31", "2026.11.30"), "beneficiary": ("全体村民", "老人")}
    assert items() == [(1, GROUP[5], GROUP[6], "2026-11-30", "老人")]


def test_by_its_row_id_an_item_gets_other_words(cast):
    item = pledge_of(cast.a, items=1).items.get()
    line = ["", "吴庄子", "文化", "", "1", "换了说法", "", "", "", item.pk]
    assert bring(cast.a.clerk, line, headings=[*HEADINGS, "行标识"]).counts()["updated"] == 1
    assert [line[:2] for line in items()] == [(1, "换了说法")]


def test_new_items_are_numbered_after_the_last(cast):
    pledge_of(cast.a)
    lines = [["", "吴庄子", "文化", "", number, f"新事项{number}", "", "", ""] for number in (4, 2)]
    found = bring(cast.a.clerk, *lines)
    assert [line[:2] for line in items()[2:]] == [(3, "新事项2"), (4, "新事项4")]
    assert remarks(found) == [(3, "number", "number_taken")]


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        (["", "南平庄", *MEMBER[2:]], "village", "village_unknown"),
        (["", "", *MEMBER[2:]], "village", "required"),
        (["今年", *MEMBER[1:]], "year", "bad_year"),
        (["", "吴庄子", "环境", "吴庄子党员甲", *MEMBER[4:]], "member", "one_of_two"),
        (["", "吴庄子", "", "", *MEMBER[4:]], "group", "one_of_two"),
        (["", "吴庄子", "天文", "", *MEMBER[4:]], "group", "zone_unknown"),
        (["", "吴庄子", "", "查无此人", *MEMBER[4:]], "member", "no_such_member"),
        (["", "吴庄子", "", "南平庄党员甲", *MEMBER[4:]], "member", "no_such_member"),
        ([*MEMBER[:5], "", *MEMBER[6:]], "content", "required"),
        ([*MEMBER[:5], "有事打13812345678", *MEMBER[6:]], "content", "number_told"),
        ([*MEMBER[:6], "打电话13812345678", "", ""], "measure", "number_told"),
        ([*MEMBER[:8], "张三13812345678"], "beneficiary", "number_told"),
        ([*MEMBER[:8], "长" * 81], "beneficiary", "too_long"),
        ([*MEMBER[:7], "2026", ""], "due_on", "whole_day"),
        ([*MEMBER[:7], "2025.12.1", ""], "due_on", "other_year"),
    ],
)
def test_a_row_that_is_wrong_is_named_by_row_and_column_and_nothing_is_written(cast, line, field, code):
    assert codes(bring(cast.a.clerk, GROUP, line)) == [(3, field, code)]
    assert not Pledge.objects.exists() and not PledgeItem.objects.exists()


@pytest.fixture
def two(cast):
    """Two of one name in the village, one of whom is called the big one."""
    big = build.member(cast.a.branch, "王伟", born="1960-01", public_label="大")
    return big, build.member(cast.a.branch, "王伟", born="1980-01", public_label="小")


def test_two_of_one_name_are_told_apart_by_label_by_answer_or_by_row_id(cast, two):
    line = ["", "吴庄子", "", "王伟", "", "修路灯", "", "", ""]
    found = planned(cast.a.clerk, line)
    assert codes(found) == [(2, "member", "ambiguous_person")]
    assert [key for key, _words in found.errors[0].choices] == [str(member.pk) for member in two]
    assert "王伟（大）" in found.errors[0].message
    bring(cast.a.clerk, line, answers={found.errors[0].key: str(two[1].pk)})
    bring(cast.a.clerk, [*line[:3], "王伟（大）", *line[4:]])
    assert list(Pledge.objects.order_by("pk").values_list("member", flat=True)) == [two[1].pk, two[0].pk]
    item = PledgeItem.objects.get(pledge__member=two[0])
    by_id = [*line[:6], "换灯泡", "", "", item.pk]
    assert bring(cast.a.clerk, by_id, headings=[*HEADINGS, "行标识"]).counts()["updated"] == 1
    item.refresh_from_db()
    assert item.measure == "换灯泡"


def test_who_has_left_makes_no_pledge_and_the_one_he_made_is_read(cast):
    member = cast.a.members[0]
    pledge_of(cast.a, member, items=1, state="public")
    for one in cast.a.members[:2]:
        Member.objects.filter(pk=one.pk).update(left_on="2026-11-01", left_how="moved")
    same = ["", "吴庄子", "", "吴庄子党员甲", "1", "承诺，第1项（试）", "", "", ""]
    assert planned(cast.a.clerk, same).counts()["unchanged"] == 1
    assert codes(planned(cast.a.clerk, [*same[:3], "吴庄子党员乙", *same[4:]])) == [(2, "member", "no_such_member")]


def test_the_same_item_in_two_rows_and_one_too_many(cast):
    twice = [(2, "content", "same_record_twice"), (3, "content", "same_record_twice")]
    assert codes(planned(cast.a.clerk, GROUP, GROUP)) == twice
    assert planned(cast.a.clerk, GROUP, [*GROUP[:2], "文化", *GROUP[3:]]).counts()["created"] == 2
    pledge_of(cast.a, items=20)
    assert codes(planned(cast.a.clerk, [*GROUP[:2], "文化", *GROUP[3:]])) == [(2, "content", "too_many")]


def test_a_village_in_which_one_enters_nothing_is_unknown(cast):
    assert codes(planned(cast.b.secretary, GROUP)) == [(2, "village", "village_unknown")]
    other = ["", "南平庄", "环境", "", *GROUP[4:]]
    assert codes(planned(cast.liaison, GROUP, other)) == [(3, "village", "village_unknown")]
    assert bring(cast.township, GROUP, other).counts()["created"] == 2


@pytest.mark.parametrize("state", ["proposed", "audited", "public", "closed"])
def test_a_pledge_that_was_handed_in_is_read_and_not_changed(cast, state):
    pledge_of(cast.a, items=1, state=state)
    same = ["", "吴庄子", "文化", "", "1", "承诺，第1项（试）", "", "2026.12.20", ""]
    assert planned(cast.a.clerk, same).counts()["unchanged"] == 1
    found = planned(cast.a.clerk, [*same[:6], "改了", "", ""], [*same[:5], "又一项", "", "", ""])
    assert codes(found) == [(2, "content", "not_editable"), (3, "content", "not_editable")]
    assert str(Pledge.objects.get().get_state_display()) in found.errors[0].message


def test_a_pledge_that_was_sent_back_is_written_anew(cast):
    pledge = pledge_of(cast.a, items=1, state="returned")
    bring(cast.a.clerk, ["", "吴庄子", "文化", "", "", "又一项", "", "", ""])
    assert pledge.items.count() == 2 and Pledge.objects.count() == 1


def test_in_a_closed_year_no_pledge_begins(cast):
    Cycle.objects.create(
        year=2025, name="2025年度", starts_on="2025-01-01", term_ends_on="2026-12-31", closed_on="2026-01-01"
    )
    assert codes(planned(cast.a.clerk, ["2025", *MEMBER[1:]])) == [(2, "year", "year_closed")]


ANSWERS = [*HEADINGS, "对应的计划目标"]


def test_by_sheet_an_item_answers_a_goal_of_its_village(cast):
    own = goal_of(cast.a, cast, "路灯 全部修好", group=cast.a.groups["environment"])
    branchs = goal_of(cast.a, cast, "建好党群服务中心", 2)
    bring(cast.a.clerk, [*GROUP, "路灯全部修好"], [*MEMBER, "建好党群服务中心"], headings=ANSWERS)
    assert list(PledgeItem.objects.order_by("pk").values_list("goal", flat=True)) == [own.pk, branchs.pk]
    assert bring(cast.a.clerk, GROUP, MEMBER).counts()["unchanged"] == 2
    assert bring(cast.a.clerk, [*GROUP, ""], [*MEMBER, "无"], headings=ANSWERS).counts()["unchanged"] == 2
    found = bring(cast.a.clerk, [*GROUP, "建好党群服务中心"], headings=ANSWERS)
    assert found.changed[0].changes == {"goal": ("路灯 全部修好", "建好党群服务中心")}
    assert set(PledgeItem.objects.values_list("goal", flat=True)) == {branchs.pk}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ([*MEMBER, "修一座大桥"], "goal_unknown"),
        ([*MEMBER, "南平庄的目标"], "goal_unknown"),
        (["", "吴庄子", "文化", *GROUP[3:], "给环境组的目标"], "goal_of_others"),
        ([*MEMBER, "两项一样的目标"], "goal_ambiguous"),
    ],
)
def test_a_goal_that_the_pledge_may_not_answer_is_refused_with_the_reason(cast, line, code):
    goal_of(cast.b, cast, "南平庄的目标")
    goal_of(cast.a, cast, "给环境组的目标", group=cast.a.groups["environment"])
    for number in (2, 3):
        goal_of(cast.a, cast, "两项一样的目标", number)
    assert codes(bring(cast.a.clerk, line, headings=ANSWERS)) == [(2, "goal", code)]
    assert not Pledge.objects.exists()


def test_a_goal_that_is_not_public_yet_cannot_be_answered(cast):
    goal = goal_of(cast.a, cast)
    type(goal.plan).objects.update(state="decided")
    assert codes(bring(cast.a.clerk, [*MEMBER, goal.content], headings=ANSWERS)) == [(2, "goal", "goal_unknown")]


def test_one_row_asks_as_much_as_three_times_as_many(cast):
    def asked(lines):
        with CaptureQueriesContext(connection) as planning:
            planned(cast.township, *lines)
        with CaptureQueriesContext(connection) as writing:
            bring(cast.township, *lines)
        with CaptureQueriesContext(connection) as again:
            bring(cast.township, *([*line[:6], "改为", *line[7:]] for line in lines))
        PledgeItem.objects.all().delete()
        Pledge.objects.all().delete()
        return len(planning), len(writing), len(again)

    def lines(number):
        people = [["", "吴庄子", "", f"吴庄子党员{n}", "1", "一项", "", "", ""] for n in "甲乙丙"[:number]]
        zones = [
            ["", "南平庄", zone, "", "1", "一项", "", "2026.12.1", ""] for zone in ("环境", "文化", "民生")[:number]
        ]
        return [*people, *zones]

    planned(cast.township, GROUP)  # What the person may is read once.
    assert asked(lines(1)) == asked(lines(3))
