"""The goals of a plan, who says what came of each and when; and one plan for a village and year."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from groups.models import Cycle
from members.erasing import erase
from members.models import Branch, Member
from plans.actions import write_plan
from plans.models import Goal, Plan
from tests import build
from tests.people import account, mandate
from tests.plans.paths import MEETINGS, TOLD, decided, move, plan_of, settled, walked
from tools.workflow.errors import Conflict, Forbidden, Refused
from tools.workflow.models import StateChange

D = dt.date


@pytest.fixture
def published(cast):
    return walked(plan_of(cast.a), "published", cast.a)


def test_a_leader_finishes_the_goal_of_his_own_group_and_of_no_other(cast, published):
    branch, culture, environment = published.goals.order_by("number")
    for other in (branch, environment):
        with pytest.raises(Forbidden):
            move(other, "finish", cast.a.leader, result="完成了")
        assert Goal.objects.get(pk=other.pk).state == "open"
    move(culture, "finish", cast.a.leader, result="秧歌队三十人")
    assert (culture.state, culture.result, culture.settled_on) == ("done", "秧歌队三十人", D(2026, 10, 8))
    assert [change.acted_as for change in culture.plan.trail().model.objects.of(culture)] == ["leader"]


def test_a_leader_of_the_same_group_next_door_finishes_nothing_here(cast, published):
    with pytest.raises(Forbidden):
        move(published.goals.get(number=2), "finish", cast.b.leader, result="完成了")


def test_a_leader_may_neither_adjust_nor_take_up_again(cast, published):
    culture = published.goals.get(number=2)
    with pytest.raises(Forbidden):
        move(culture, "drop", cast.a.leader, reason="没空")
    move(culture, "finish", cast.a.leader, result="完成了")
    with pytest.raises(Forbidden):
        move(culture, "reopen", cast.a.leader, reason="弄错了")


@pytest.mark.parametrize("state", ["drafted", "proposed", "discussed", "examined", "decided"])
def test_nothing_is_done_before_the_decision_is_published(cast, state):
    plan = plan_of(cast.a)
    if state != "drafted":
        walked(plan, state, cast.a)
    for goal in plan.goals.all():
        with pytest.raises(Refused):
            move(goal, "finish", cast.a.secretary, result="完成了")
        with pytest.raises(Refused):
            move(goal, "drop", cast.a.secretary, reason="改期", on=D(2026, 10, 9))
    assert set(plan.goals.values_list("state", flat=True)) == {"open"}


def test_nothing_is_done_on_a_day_before_the_publication(cast, published):
    goal = published.goals.get(number=1)
    with pytest.raises(Refused) as said:
        move(goal, "finish", cast.a.secretary, result="完成了", on=D(2026, 2, 12))
    assert "2026-02-13" in str(said.value)
    assert move(goal, "finish", cast.a.secretary, result="完成了", on=D(2026, 2, 13)).state == "done"


def test_what_the_village_has_read_as_the_result_stays(cast, published):
    settled(published, cast.a)
    move(published, "report", cast.a.secretary, **TOLD["report"])
    for goal in published.goals.all():
        with pytest.raises(Refused):
            move(goal, "reopen", cast.a.secretary, reason="弄错了", on=D(2026, 11, 21))
    assert set(published.goals.values_list("state", flat=True)) == {"done"}


def test_a_goal_that_is_taken_up_again_has_no_result_yet(cast, published):
    goal = published.goals.get(number=3)
    move(goal, "drop", cast.township, reason="改到明年", on=D(2026, 10, 9))
    assert (goal.state, goal.result, goal.settled_on) == ("dropped", "改到明年", D(2026, 10, 9))
    move(goal, "reopen", cast.a.secretary, reason="镇里不同意", on=D(2026, 10, 10))
    assert (goal.state, goal.result, goal.settled_on) == ("open", "", None)
    move(goal, "finish", cast.a.clerk, result="已清理", on=D(2026, 10, 11))
    assert (goal.state, goal.result) == ("done", "已清理")


@pytest.mark.parametrize(("name", "field"), [("finish", "result"), ("drop", "reason")])
def test_what_everybody_will_read_of_a_goal_names_nobodys_number(cast, published, name, field):
    goal = published.goals.get(number=1)
    with pytest.raises(Refused) as said:
        move(goal, name, cast.a.secretary, on=D(2026, 10, 9), **{field: "问老张13812345678"})
    assert "13812345678" in str(said.value)
    goal.refresh_from_db()
    assert (goal.state, goal.result) == ("open", "")


def test_a_goal_is_late_the_day_after_its_last_one_until_something_is_recorded(cast, published, clock):
    goal = published.goals.get(number=1)
    for day, late in (("2026-09-30", False), ("2026-10-01", True)):
        clock.move_to(day)
        assert goal.is_late is late
        assert (goal in Goal.objects.due_by(D(2026, 9, 29))) is False
    assert goal in Goal.objects.due_by(D(2026, 9, 30))
    clock.move_to("2026-11-23")
    move(goal, "finish", cast.a.secretary, result="完成了")
    assert goal.is_late is False and goal not in Goal.objects.due_by(D(2026, 9, 30))


def seen_by(user):
    """Read anew: what somebody sees is kept on him for one request."""
    user.__dict__.pop("_reach", None)
    return {Plan: set(Plan.objects.visible_to(user)), Goal: Goal.objects.visible_to(user).count()}


def test_members_and_leaders_see_a_plan_once_it_is_published_and_the_neighbours_never(cast):
    plan = walked(plan_of(cast.a), "decided", cast.a)
    office = (cast.a.secretary, cast.a.clerk, cast.liaison, cast.township, cast.viewer, cast.maintainer)
    people, others = (cast.a.leader, cast.a.member), (cast.b.secretary, cast.b.clerk, cast.b.leader, cast.b.member)
    for user in office:
        assert seen_by(user) == {Plan: {plan}, Goal: 3}
    for user in (*people, *others):
        assert seen_by(user) == {Plan: set(), Goal: 0}
    move(plan, "publish", cast.a.secretary, **TOLD["publish"])
    for user in people:
        assert seen_by(user) == {Plan: {plan}, Goal: 3}
    for user in others:
        assert seen_by(user) == {Plan: set(), Goal: 0}


@pytest.mark.parametrize("is_tied", [True, False])
def test_a_leader_sees_the_plan_of_the_village_where_he_leads_though_he_is_on_no_roster_there(cast, published, is_tied):
    leader = account("leader-c", "外来组长")
    mandate(leader, "leader", cast.a.village, "environment")
    if is_tied:
        build.member(Branch.objects.get(pk=cast.school.pk), "外来组长", user=leader)
    assert seen_by(leader) == {Plan: {published}, Goal: 3}
    page = cast.client(leader).get(published.get_absolute_url())
    assert page.status_code == 200
    assert [[one.name for one in goal.moves] for goal in page.context["goals"]] == [[], [], ["finish"]]


def test_a_village_has_one_plan_in_a_year_by_the_database_itself(cast):
    plan = plan_of(cast.a)
    with pytest.raises(IntegrityError), transaction.atomic():
        plan_of(cast.a)
    plan_of(cast.b)
    with pytest.raises(ValidationError):
        Plan(village=cast.a.village, cycle=cast.cycle, title="又一份").full_clean()
    move(plan, "withdraw", cast.township, reason="重做", on=D(2026, 3, 1))
    other = plan_of(cast.a)
    assert set(Plan.objects.standing().filter(village=cast.a.village)) == {other}


def test_another_year_is_another_plan(cast):
    plan_of(cast.a)
    later = Cycle.objects.create(year=2027, name="2027年度选岗", starts_on="2027-01-01", term_ends_on="2028-12-31")
    plan_of(cast.a, cycle=later)
    assert Plan.objects.filter(village=cast.a.village).count() == 2


def test_nothing_new_begins_in_a_closed_year_and_what_was_begun_goes_on(cast):
    begun = plan_of(cast.b)
    Cycle.objects.update(closed_on="2026-11-20")
    cast.cycle.refresh_from_db()
    plan = Plan(village=cast.a.village, cycle=cast.cycle, title="晚了")
    with pytest.raises(Refused):
        write_plan(plan, [], [], cast.a.secretary)
    assert list(Plan.objects.all()) == [begun]
    assert walked(begun, "reported", cast.b).state == "reported"


def test_what_was_deliberated_is_not_written_anew(cast):
    plan = walked(plan_of(cast.a), "proposed", cast.a)
    plan.title = "另一份"
    with pytest.raises(Conflict):
        write_plan(plan, plan.goals.all(), [], cast.a.secretary)
    assert Plan.objects.get().title != "另一份"


def test_nobody_writes_a_plan_where_he_sees_nothing(cast):
    with pytest.raises(PermissionDenied):
        write_plan(Plan(village=cast.b.village, cycle=cast.cycle, title="隔壁的"), [], [], cast.a.secretary)
    assert not Plan.objects.exists()


def test_whose_data_are_erased_is_named_in_no_plan_and_beside_none_of_its_moves(cast, clock):
    gone = build.member(cast.a.branch, "尉迟霁月")
    title, body = "尉迟霁月家门前修路", "尉迟霁月提议。"
    plan = walked(plan_of(cast.a, title=title, body=body), "proposed", cast.a)
    move(plan, "return", cast.a.secretary, reason="尉迟霁月有意见", on=D(2026, 2, 3))
    plan.goals.update(content="尉迟霁月带队", measure="尉迟霁月出车")
    elsewhere = plan_of(cast.b, title=title)
    for step, day in zip(MEETINGS, (4, 5, 9, 10), strict=True):
        decided(plan, step, cast.a, held_on=D(2026, 2, day))
    move(plan, "publish", cast.a.secretary, how="尉迟霁月张贴", opinion="尉迟霁月无异议")
    for number, name in ((1, "finish"), (2, "drop")):
        told = {"result": "尉迟霁月修好", "reason": "尉迟霁月生病"}
        move(plan.goals.get(number=number), name, cast.a.secretary, **(told | {"on": D(2026, 10, 9)}))
    Member.objects.filter(pk=gone.pk).update(left_on="2026-11-20", left_how="moved")
    clock.move_to("2031-11-24")
    erase(Member.objects.get(pk=gone.pk))
    rows = [Plan.objects.filter(pk=plan.pk), plan.goals, plan.resolutions, plan.publications, StateChange.objects]
    assert "尉迟" not in repr([list(found.values()) for found in rows])
    plan.refresh_from_db()
    assert (plan.body, plan.state) == ("已删除提议。", "published")
    elsewhere.refresh_from_db()
    assert elsewhere.title == title  # nobody of that name was ever on the neighbours' roster
