"""Goals of the years' plans by sheet: in, in again unchanged, changed, refused by name and place, taken back."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Cycle
from plans.models import Goal, Plan
from plans.resources import GoalResource
from tests.exchange.township import codes, remarks
from tests.support import brought

HEADINGS = ["年度", "村", "序号", "目标", "具体措施", "完成期限", "承担小组"]
ROAD = ["2026", "吴庄子", "1", "硬化巷道两条", "分两段施工，先东后西", "2026.11.30", "环境"]
CLASS = ["", "吴庄子村", "2", "办培训（三场）", "", "2026年12月20日", ""]


def plan_of(where, goals=2, cycle=None, state="drafted"):
    """A plan with goals: the first is the environment group's. Where it has come to is written past the procedure."""
    cycle = cycle or Cycle.objects.get(year=2026)
    plan = Plan.objects.create(village=where.village, cycle=cycle, title=f"{where.village}计划")
    for number in range(1, goals + 1):
        group = where.groups["environment"] if number == 1 else None
        words = {
            "content": f"目标，第{number}项（试）",
            "measure": "每周一次；专人负责",
            "due_on": dt.date(cycle.year, 12, 20),
        }
        Goal.objects.create(plan=plan, number=number, group=group, **words)
    Plan.objects.filter(pk=plan.pk).update(state=state)
    return plan


def planned(user, *lines, headings=HEADINGS):
    return brought.planned(GoalResource(), user, lines, headings)


def bring(user, *lines, headings=HEADINGS, **more):
    return brought.brought(GoalResource(), user, lines, headings, **more)


def goals():
    return [(g.number, g.content, g.measure, str(g.due_on), g.group and g.group.zone_id) for g in Goal.objects.all()]


def test_a_sheet_begins_the_plan_of_a_village_with_its_goals(cast):
    found = bring(cast.a.clerk, ROAD, CLASS)
    assert (found.counts()["created"], found.errors, found.warnings) == (2, [], [])
    assert goals() == [
        (1, "硬化巷道两条", "分两段施工，先东后西", "2026-11-30", "environment"),
        (2, "办培训（三场）", "", "2026-12-20", None),
    ]
    plan = Plan.objects.get()
    assert (plan.village, plan.cycle, plan.state) == (cast.a.village, cast.cycle, "drafted")
    assert plan.title == "吴庄子2026年度工作计划"
    assert Goal.history.get(number=1).history_user == cast.a.clerk


def test_the_same_sheet_again_says_nothing_new(cast):
    bring(cast.a.clerk, ROAD, CLASS)
    assert bring(cast.a.clerk, ROAD, CLASS).counts()["unchanged"] == 2
    assert (Plan.objects.count(), Goal.history.count()) == (1, 2)


def test_other_headings_mean_the_same(cast):
    headings = ["村名", "工作目标", "措施", "完成时间", "责任小组"]
    bring(cast.a.clerk, ["吴庄子", "修桥", "集资", "2026/10/1", "环境责任小组"], headings=headings)
    assert goals() == [(1, "修桥", "集资", "2026-10-01", "environment")]


def test_a_sentence_is_no_remark_however_short_the_row_and_a_total_is_one(cast):
    lines = [
        ["完成主街硬化，长度500米", "吴庄子", "2026.10.1"],
        ["累计12次培训", "同上", "2026.10.1"],
        ["共2项", "合计", ""],
    ]
    found = bring(cast.a.clerk, *lines, headings=["目标", "村", "完成期限"])
    assert [line[1] for line in goals()] == ["完成主街硬化，长度500米", "累计12次培训"]
    assert remarks(found) == [(4, None, "row_left_out")]


def test_what_a_row_says_anew_is_changed_and_what_it_leaves_empty_stays(cast):
    bring(cast.a.clerk, ROAD, CLASS)
    found = bring(cast.a.secretary, ["", "吴庄子", "", "硬化巷道两条", "一次完工", "", ""])
    assert found.changed[0].changes == {"measure": ("分两段施工，先东后西", "一次完工")}
    assert goals()[0] == (1, "硬化巷道两条", "一次完工", "2026-11-30", "environment")
    found = bring(cast.a.secretary, ["", "吴庄子", "", "硬化巷道两条", "", "", "党支部"])
    assert found.changed[0].changes == {"group": ("环境", "党支部")}
    assert goals()[0][4] is None and Goal.history.count() == 4


def test_by_its_row_id_a_goal_gets_other_words_and_a_copied_row_is_a_new_one(cast):
    goal = plan_of(cast.a, 1).goals.get()
    lines = [["", "吴庄子", "1", "换了说法", "", "", "", goal.pk], ["", "吴庄子", "1", *ROAD[3:6], "", goal.pk]]
    assert bring(cast.a.clerk, *lines, headings=[*HEADINGS, "行标识"]).counts()["updated"] == 1
    assert [line[:2] for line in goals()] == [(1, "换了说法"), (2, "硬化巷道两条")]


def test_the_row_id_of_another_villages_goal_leads_nowhere(cast):
    other = plan_of(cast.b, 1).goals.get()
    assert bring(cast.a.clerk, [*ROAD, other.pk], headings=[*HEADINGS, "行标识"]).counts()["created"] == 1
    other.refresh_from_db()
    assert (other.content, other.plan.village) == ("目标，第1项（试）", cast.b.village)


def test_new_goals_are_numbered_after_the_last_in_the_order_that_the_sheet_gives(cast):
    plan_of(cast.a)
    lines = [["", "吴庄子", number, f"新目标{number}", "", "2026.12.1", ""] for number in (9, 2, "第五")]
    found = bring(cast.a.clerk, *lines)
    assert [line[:2] for line in goals()[2:]] == [(3, "新目标2"), (4, "新目标9"), (5, "新目标第五")]
    assert remarks(found) == [(3, "number", "number_taken")]


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        (["", "南平庄", "", *ROAD[3:]], "village", "village_unknown"),
        (["", "", "", *ROAD[3:]], "village", "required"),
        (["二六", *ROAD[1:]], "year", "bad_year"),
        (["2031", *ROAD[1:]], "year", "year_unknown"),
        ([*ROAD[:3], "", *ROAD[4:]], "content", "required"),
        ([*ROAD[:3], "长" * 201, *ROAD[4:]], "content", "too_long"),
        ([*ROAD[:3], "修路找张三13812345678", *ROAD[4:]], "content", "number_told"),
        ([*ROAD[:4], "电话：13812345678", *ROAD[5:]], "measure", "number_told"),
        ([*ROAD[:5], "", "环境"], "due_on", "required"),
        ([*ROAD[:5], "2026.11", "环境"], "due_on", "whole_day"),
        ([*ROAD[:5], "2026年12月底前", "环境"], "due_on", "whole_day"),
        ([*ROAD[:5], "长期", "环境"], "due_on", "impossible_date"),
        ([*ROAD[:5], "2028.1.1", "环境"], "due_on", "other_year"),
        ([*ROAD[:6], "天文"], "group", "zone_unknown"),
    ],
)
def test_a_row_that_is_wrong_is_named_by_row_and_column_and_nothing_is_written(cast, line, field, code):
    found = bring(cast.a.clerk, CLASS, line)
    assert codes(found) == [(3, field, code)]
    assert not Plan.objects.exists() and not Goal.objects.exists()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (dt.date(2026, 11, 30), "2026-11-30"),
        (46356, "2026-11-30"),
        ("2026-11-30前", "2026-11-30"),
        ("２０２６年１１月３０日", "2026-11-30"),
        (20261130, "2026-11-30"),
    ],
)
def test_a_day_may_be_written_in_many_ways(cast, said, meant):
    bring(cast.a.clerk, [*ROAD[:5], said, ""])
    assert goals()[0][3] == meant


def test_of_a_month_the_last_day_is_proposed_and_taken_when_somebody_says_so(cast):
    line = [*ROAD[:5], "2026年11月底前", ""]
    [problem] = planned(cast.a.clerk, line).errors
    assert problem.choices == [("2026-11-30", "2026.11.30")]
    bring(cast.a.clerk, line, answers={problem.key: "2026-11-30"})
    assert goals()[0][3] == "2026-11-30"


def test_the_same_goal_in_two_rows_and_one_goal_too_many(cast):
    assert codes(planned(cast.a.clerk, ROAD, ROAD)) == [
        (2, "content", "same_record_twice"),
        (3, "content", "same_record_twice"),
    ]
    plan_of(cast.a, 39)
    assert codes(planned(cast.a.clerk, ROAD, CLASS)) == [(3, "content", "too_many")]


def test_a_village_in_which_one_enters_nothing_is_unknown(cast):
    assert codes(planned(cast.b.secretary, ROAD)) == [(2, "village", "village_unknown")]
    other = ["", "南平庄", *ROAD[2:]]
    assert codes(planned(cast.liaison, ROAD, other)) == [(3, "village", "village_unknown")]
    assert bring(cast.township, ROAD, other).counts()["created"] == 2
    assert set(Plan.objects.values_list("village__code", "goals__number")) == {
        (cast.a.village.code, 1),
        (cast.b.village.code, 1),
    }


@pytest.mark.parametrize("state", ["proposed", "decided", "published", "reported"])
def test_a_plan_that_was_deliberated_is_read_and_not_changed(cast, state):
    plan_of(cast.a, 1, state=state)
    same = ["", "吴庄子", "1", "目标，第1项（试）", "每周一次；专人负责", "2026.12.20", "环境"]
    assert planned(cast.a.secretary, same).counts()["unchanged"] == 1
    found = planned(cast.a.secretary, [*same[:4], "改了", "", ""], ROAD)
    assert codes(found) == [(2, "content", "not_editable"), (3, "content", "not_editable")]
    assert str(Plan.objects.get().get_state_display()) in found.errors[0].message


def test_a_plan_that_was_sent_back_is_written_anew_and_a_withdrawn_one_is_none(cast):
    plan = plan_of(cast.a, 1, state="returned")
    assert bring(cast.a.clerk, ROAD).counts()["created"] == 1 and plan.goals.count() == 2
    Plan.objects.update(state="withdrawn")
    bring(cast.a.clerk, ROAD)
    assert Plan.objects.count() == 2 and Plan.objects.latest("pk").goals.get().number == 1


def test_in_a_closed_year_no_plan_begins(cast):
    old = Cycle.objects.create(
        year=2025, name="2025年度", starts_on="2025-01-01", term_ends_on="2026-12-31", closed_on="2026-01-01"
    )
    found = planned(cast.a.clerk, ["2025", *ROAD[1:5], "2025.11.30", ""])
    assert codes(found) == [(2, "year", "year_closed")]
    plan_of(cast.a, 1, cycle=old, state="reported")
    line = ["2025年度", "吴庄子", "1", "目标，第1项（试）", "每周一次；专人负责", "2025.12.20", "环境"]
    assert planned(cast.a.clerk, line).counts()["unchanged"] == 1


def test_before_a_year_is_open_nothing_comes_in(cast):
    Cycle.objects.update(starts_on="2026-12-01")
    assert codes(planned(cast.a.clerk, CLASS)) == [(2, "year", "year_unknown")]


def test_one_row_asks_as_much_as_three_times_as_many(cast):
    def asked(lines):
        with CaptureQueriesContext(connection) as planning:
            planned(cast.township, *lines)
        with CaptureQueriesContext(connection) as writing:
            bring(cast.township, *lines)
        with CaptureQueriesContext(connection) as again:
            bring(cast.township, *([*line[:4], "改为", *line[5:]] for line in lines))
        Goal.objects.all().delete()
        Plan.objects.all().delete()
        return len(planning), len(writing), len(again)

    def lines(number):
        return [["", "吴庄子", n, f"目标{n}", "", "2026.12.1", "文化"] for n in range(1, number + 1)]

    planned(cast.township, ROAD)  # What the person may is read once.
    assert asked(lines(2)) == asked(lines(6))
    two = [["", village, "1", "一个目标", "", "2026.12.1", ""] for village in ("吴庄子", "南平庄")]
    assert asked(two) == asked([[*line[:2], n, f"目标{n}", *line[4:]] for line in two for n in (1, 2, 3)])
