"""A village's plan on the public board: once its decision is published, and no sooner."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans.moves import PlanState
from tests.board.stories import text_of
from tests.plans.stories import plan_of, settle, take, walked

HIDDEN = [state for state in PlanState.values if state not in ("published", "reported", "returned", "withdrawn")]


def read(where, path="plan/2026/"):
    answer = Client().get(f"/villages/{where.village.code}/{path}")
    return answer.status_code, text_of(answer)


@pytest.mark.parametrize("state", HIDDEN)
def test_nobody_reads_a_plan_that_is_not_decided_and_published(cast, state):
    plan_of(cast.a) if state == "drafted" else walked(cast.a, state)
    assert read(cast.a)[0] == 404
    assert "吴庄子目标" not in read(cast.a, "")[1] and "工作计划" not in read(cast.a, "")[1]


@pytest.mark.parametrize("move", ["return", "withdraw"])
def test_nor_one_that_was_sent_back_or_withdrawn(cast, move):
    take(cast.a, walked(cast.a, "decided"), move, reason="重来")
    assert read(cast.a)[0] == 404


def test_a_published_plan_shows_goals_groups_votes_and_then_its_result(cast):
    plan = walked(cast.a, "published")
    settle(plan.goals.get(number=1), cast.a.secretary, result="已修好两条路")
    status, text = read(cast.a)
    assert status == 200
    for said in ("吴庄子目标1号", "吴庄子目标2号", "环境", "已修好两条路", "应到 30", "实到 24", "已完成", "进行中"):
        assert said in text, said
    settle(plan.goals.get(number=2), cast.a.secretary, "drop", reason="资金未到位")
    take(cast.a, plan, "report", how="公开栏", result="年底公布的结果")
    assert "年底公布的结果" in read(cast.a)[1] and "资金未到位" in read(cast.a)[1]
    assert read(cast.b)[0] == 404


def test_the_villages_page_says_how_far_the_plan_is(cast):
    plan = walked(cast.a, "published")
    assert "共 2 项目标，已完成 0 项" in read(cast.a, "")[1]
    settle(plan.goals.get(number=1), cast.a.secretary)
    assert "共 2 项目标，已完成 1 项" in read(cast.a, "")[1]


def test_the_page_costs_as_much_with_many_goals(cast):
    def queries(goals):
        where = {2: cast.a, 6: cast.b}[goals]
        walked(where, "published", plan_of(where, goals=goals))
        with CaptureQueriesContext(connection) as asked:
            read(where)
        return len(asked)

    assert queries(2) == queries(6) <= 4
