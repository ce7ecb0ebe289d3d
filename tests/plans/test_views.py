"""The pages of plans at the desk, read: the list, one plan, and the goals taken along as a sheet."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.models import Cycle
from plans.models import Goal
from tests.plans.stories import TOLD, move, plan_of, walked
from tests.support.sheets import rows

D = dt.date
LIST, EXPORT = reverse("plans:plan_list"), reverse("plans:plan_export")


def who(cast, name):
    return getattr(cast.a, name, None) or getattr(cast, name)


def test_the_list_is_of_ones_own_and_says_who_has_none(cast):
    mine, theirs = walked(plan_of(cast.a), "published", cast.a), plan_of(cast.b)
    move(mine.goals.get(number=1), "finish", cast.a.clerk, result="完成了")

    def listed(user, query=""):
        return [
            (plan, plan.done_count, plan.goal_count) for plan in cast.client(user).get(LIST + query).context["page"]
        ]

    assert listed(cast.township) == listed(cast.viewer) == [(mine, 1, 3), (theirs, 0, 3)]
    assert listed(cast.township, "?state=drafted") == listed(cast.township, f"?village={cast.b.village.code}")
    assert listed(cast.township, "?state=drafted") == [(theirs, 0, 3)]
    for user in (cast.a.clerk, cast.a.secretary, cast.liaison, cast.a.member, cast.a.leader):
        assert listed(user) == listed(user, f"?village={cast.b.village.code}") == [(mine, 1, 3)]
    assert listed(cast.b.member) == []
    move(theirs, "withdraw", cast.b.secretary, reason="重做", on=D(2026, 3, 1))
    assert cast.client(cast.township).get(LIST).context["lacking"] == [cast.b.village]
    assert cast.client(cast.a.clerk).get(LIST).context["lacking"] == []
    assert "lacking" not in cast.client(cast.a.member).get(LIST).context


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("secretary", 200, 200),
        ("clerk", 200, 200),
        ("liaison", 200, 200),
        ("township", 200, 200),
        ("viewer", 200, 200),
        ("member", 404, 200),
        ("leader", 404, 200),
    ],
)
def test_who_reads_a_plan(cast, name, before, after):
    plan = walked(plan_of(cast.a), "decided", cast.a)
    client, page = cast.client(who(cast, name)), plan.get_absolute_url()
    assert client.get(page).status_code == before
    move(plan, "publish", cast.a.secretary, **TOLD["publish"])
    assert client.get(page).status_code == after
    for other in (cast.b.secretary, cast.b.clerk, cast.b.member):
        assert cast.client(other).get(page).status_code == 404
    # Meetings are the office's: whoever does not see them gets no way there.
    meeting = plan.resolutions.first().meeting.get_absolute_url()
    assert (meeting in client.get(page).content.decode()) is (name not in ("member", "leader"))


def cost(client, address):
    client.get(address)  # the session's own first steps are not counted
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", ["township", "secretary", "leader"])
def test_one_plan_or_three_one_goal_or_three_cost_the_same(cast, name):
    client = cast.client(who(cast, name))
    plan = walked(plan_of(cast.a, goals=1), "published", cast.a)
    once = cost(client, LIST), cost(client, plan.get_absolute_url())
    for number, group in ((2, cast.a.groups["culture"]), (3, cast.a.groups["harmony"])):
        Goal.objects.create(plan=plan, number=number, content="又一件", due_on=D(2026, 9, 30), group=group)
        cycle = Cycle.objects.create(
            year=2026 - number, name="往年", starts_on=D(2026 - number, 1, 1), term_ends_on=D(2027, 1, 1)
        )
        walked(plan_of(cast.a, cycle=cycle, goals=2), "published", cast.a)
    assert (cost(client, LIST), cost(client, plan.get_absolute_url())) == once


def test_the_sheet_has_the_goals_of_ones_own_plans_and_of_no_other(cast):
    mine, theirs = walked(plan_of(cast.a), "published", cast.a), plan_of(cast.b, goals=1)
    gone = plan_of(
        cast.b, cycle=Cycle.objects.create(year=2025, name="往年", starts_on="2025-01-01", term_ends_on="2026-01-01")
    )
    move(gone, "withdraw", cast.b.secretary, reason="重做", on=D(2026, 3, 1))
    move(mine.goals.get(number=2), "finish", cast.a.leader, result="秧歌队三十人")
    client = cast.client(cast.a.clerk)
    assert client.get(EXPORT).status_code == 200
    _head, *found = rows(client, EXPORT, ["number", "content", "group", "result"])
    assert found == [
        ["1", "硬化北街道路", "", ""],
        ["2", "排练秧歌队", "文化", "秧歌队三十人"],
        ["3", "清理村内垃圾", "环境", ""],
    ]
    for user, count in (
        (cast.township, 4),
        (cast.viewer, 4),
        (cast.b.clerk, 1),
        (cast.a.member, 3),
        (cast.b.member, 0),
    ):
        assert len(rows(cast.client(user), EXPORT)) == 1 + count
    assert len(rows(cast.client(cast.township), f"{EXPORT}?village={cast.b.village.code}")) == 2
    assert len(rows(client, f"{EXPORT}?village={cast.b.village.code}")) == 4
    assert theirs.goals.count() == 1
