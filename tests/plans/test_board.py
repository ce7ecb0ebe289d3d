"""What strangers read of a plan: nothing before its decision is published, then its votes, its goals, and at last its result."""

import datetime as dt
import re

import pytest
from django.test import Client

from groups.models import Cycle
from members.models import Member
from plans.models import Goal
from tests.board.stories import queries, text_of
from tests.plans.stories import ATTENDED, DAYS, NUMBERS, REACHED, TOLD, decided, move, plan_of, settled, walked

D = dt.date


def address(where, year=2026):
    return f"/villages/{where.village.code}/plan/{year}/"


def village(where):
    return Client().get(f"/villages/{where.village.code}/")


def texts(answer):
    """What a reader sees: the words between the marks."""
    return {part.strip() for part in re.findall(r">([^<]+)<", text_of(answer))} - {""}


@pytest.mark.parametrize("state", ["drafted", *list(REACHED)[:4], "returned", "withdrawn"])
def test_before_its_decision_is_published_and_after_its_end_a_plan_is_not_there(cast, state):
    plan = plan_of(cast.a)
    if state in REACHED:
        walked(plan, state, cast.a)
    elif state != "drafted":
        walked(plan, "decided", cast.a)
        move(plan, "return" if state == "returned" else "withdraw", cast.a.secretary, reason="重做", on=D(2026, 3, 1))
    assert plan.state == state
    page, nothing = Client().get(address(cast.a)), Client().get(address(cast.a, 1999))
    assert page.status_code == nothing.status_code == 404
    assert plan.title not in text_of(page) and "硬化北街道路" not in text_of(page)
    assert village(cast.a).context["plan"] is None and plan.title not in text_of(village(cast.a))


def test_the_published_decision_with_its_votes_its_goals_and_their_groups(cast):
    plan = walked(plan_of(cast.a), "published", cast.a)
    answer = Client().get(address(cast.a))
    assert answer.status_code == 200
    shown = answer.context["plan"]
    for step in ("examine", "decide"):
        entitled, present = NUMBERS[step]
        found = [shown[f"{step}_{name}"] for name in ("on", "entitled", "present", "favour")]
        assert found == [DAYS[step], entitled, present, present]
    assert (shown["published_on"], shown["reported_on"], shown["result"]) == (DAYS["publish"], None, None)
    goals = answer.context["goals"]
    assert [goal["content"] for goal in goals] == ["硬化北街道路", "排练秧歌队", "清理村内垃圾"]
    assert [goal["group__zone_id"] for goal in goals] == [None, "culture", "environment"]
    text = text_of(answer)
    for said in (plan.title, "修路。", "排练秧歌队", "办法2", f"/villages/{cast.a.village.code}/culture/"):
        assert said in text
    assert f"/villages/{cast.a.village.code}/harmony/" not in text


def test_what_came_of_each_goal_and_at_last_the_result(cast):
    plan = walked(plan_of(cast.a), "published", cast.a)
    first, second, _third = plan.goals.order_by("number")
    move(first, "finish", cast.a.secretary, result="硬化三百米")
    move(second, "drop", cast.a.secretary, reason="改到明年", on=D(2026, 10, 9))
    answer = Client().get(address(cast.a))
    assert [goal["state"] for goal in answer.context["goals"]] == ["done", "dropped", "open"]
    assert answer.context["done"] == 1
    assert "硬化三百米" in text_of(answer) and "改到明年" in text_of(answer)
    assert TOLD["report"]["result"] not in text_of(answer)
    settled(plan, cast.a)
    move(plan, "report", cast.a.secretary, **TOLD["report"])
    answer = Client().get(address(cast.a))
    assert answer.context["done"] == 2 and answer.context["plan"]["reported_on"] == DAYS["report"]
    assert TOLD["report"]["result"] in text_of(answer)


def test_a_result_that_was_taken_back_is_not_read_any_more(cast):
    goal = walked(plan_of(cast.a), "published", cast.a).goals.get(number=1)
    move(goal, "finish", cast.a.secretary, result="硬化三百米")
    move(goal, "reopen", cast.a.secretary, reason="村民不认可", on=D(2026, 10, 9))
    text = text_of(Client().get(address(cast.a)))
    assert "硬化三百米" not in text and "村民不认可" not in text


def test_the_votes_are_those_of_the_round_that_passed(cast):
    plan = walked(plan_of(cast.a), "examined", cast.a)
    move(plan, "return", cast.a.secretary, reason="目标不清", on=D(2026, 2, 10))
    later = {"propose": D(2026, 3, 2), "discuss": D(2026, 3, 4), "examine": D(2026, 3, 9), "decide": D(2026, 3, 12)}
    for step, day in later.items():
        decided(plan, step, cast.a, held_on=day, entitled=30, present=24)
    move(plan, "publish", cast.a.secretary, on=D(2026, 3, 13), **TOLD["publish"])
    shown = Client().get(address(cast.a)).context["plan"]
    assert (shown["examine_on"], shown["examine_entitled"], shown["decide_on"]) == (D(2026, 3, 9), 30, D(2026, 3, 12))


def test_the_villages_page_shows_how_far_the_plan_is(cast):
    plan = walked(plan_of(cast.a), "published", cast.a)
    shown = village(cast.a).context["plan"]
    assert (shown["goal_count"], shown["done_count"], shown["dropped_count"]) == (3, 0, 0)
    first, second, _third = plan.goals.order_by("number")
    move(first, "finish", cast.a.secretary, result="硬化三百米")
    move(second, "drop", cast.a.secretary, reason="改到明年", on=D(2026, 10, 9))
    answer = village(cast.a)
    assert (answer.context["plan"]["done_count"], answer.context["plan"]["dropped_count"]) == (1, 1)
    assert f'href="{address(cast.a)}"' in text_of(answer) and plan.title in text_of(answer)
    assert village(cast.b).context["plan"] is None and plan.title not in text_of(village(cast.b))
    assert Client().get(address(cast.b)).status_code == 404


def test_the_newest_plan_is_shown_and_a_draft_of_this_year_leaves_last_years_in_its_place(cast):
    former = Cycle.objects.create(year=2025, name="2025年度选岗", starts_on="2025-01-01", term_ends_on="2026-12-31")
    walked(plan_of(cast.a, cycle=former, title="去年的计划", goals=1), "published", cast.a)
    plan = plan_of(cast.a)
    assert village(cast.a).context["plan"]["cycle__year"] == 2025
    walked(plan, "published", cast.a)
    assert village(cast.a).context["plan"]["cycle__year"] == 2026
    assert "去年的计划" in text_of(Client().get(address(cast.a, 2025)))


def test_neither_names_nor_numbers_nor_words_of_the_machine(cast):
    Member.objects.update(phone="19900012345")
    plan = walked(plan_of(cast.a), "published", cast.a)
    first, second, _third = plan.goals.order_by("number")
    move(first, "finish", cast.a.secretary, result="硬化三百米")
    move(second, "drop", cast.a.secretary, reason="改到明年", on=D(2026, 10, 9))
    pages = [Client().get(address(cast.a)), village(cast.a)]
    settled(plan, cast.a)
    move(plan, "report", cast.a.secretary, **TOLD["report"])
    pages += [Client().get(address(cast.a)), village(cast.a)]
    for page in pages:
        assert not texts(page) & {"open", "dropped", "published", "reported", "None", "culture", "environment"}
        text = text_of(page)
        # Whoever came from the township, who recorded it and what those who supervise said stay at the desk.
        for kept in ("19900012345", ATTENDED, "吴庄子书记", "程序合规", "结果属实", "村务公开栏张贴"):
            assert kept not in text


def test_a_page_of_no_village_and_of_no_year_is_not_there(cast):
    walked(plan_of(cast.a), "published", cast.a)
    for path in ("/villages/999999999999/plan/2026/", address(cast.a, 2027), address(cast.a).replace("2026", "x")):
        assert Client().get(path).status_code == 404
    assert Client().post(address(cast.a)).status_code == 405


def test_one_goal_or_three_one_year_or_two_cost_the_same(cast):
    plan = walked(plan_of(cast.a, goals=1), "published", cast.a)
    pages = address(cast.a), f"/villages/{cast.a.village.code}/"
    once = [queries(page) for page in pages]
    for number, zone in ((2, "culture"), (3, "harmony")):
        Goal.objects.create(
            plan=plan, number=number, content="又一件", due_on=D(2026, 9, 30), group=cast.a.groups[zone]
        )
    former = Cycle.objects.create(year=2025, name="2025年度选岗", starts_on="2025-01-01", term_ends_on="2026-12-31")
    walked(plan_of(cast.a, cycle=former), "published", cast.a)
    assert [queries(page) for page in pages] == once
    assert once[0] <= 6
