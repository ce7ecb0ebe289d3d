"""Plans at the desk: written down with their goals, written anew, listed, taken along."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Cycle
from plans.models import Goal, Plan
from tests.groups.test_view_paper import press
from tests.papers.stories import who
from tests.plans.stories import met, plan_of, take, walked

NEW = "/plans/new/"


def sent(where, goals=("硬化巷道", "办三场培训"), **more):
    """What the page sends: the plan's words and a row for each goal."""
    rows = {"goals-TOTAL_FORMS": len(goals), "goals-INITIAL_FORMS": 0}
    for number, content in enumerate(goals):
        rows |= {f"goals-{number}-content": content, f"goals-{number}-due_on": "2026-12-20"}
        rows[f"goals-{number}-group"] = where.groups["culture"].pk
    words = {"title": "工作计划", "ground": "people", "body": "办实事", "request_id": uuid.uuid4()}
    return words | rows | more


def again(plan, **more):
    """The page of a plan that is there, sent as it stands."""
    goals = list(plan.goals.order_by("number"))
    rows = {"goals-TOTAL_FORMS": len(goals), "goals-INITIAL_FORMS": len(goals)}
    for number, goal in enumerate(goals):
        rows |= {
            f"goals-{number}-id": goal.pk, f"goals-{number}-content": goal.content, f"goals-{number}-measure": goal.measure,
            f"goals-{number}-due_on": goal.due_on.isoformat(), f"goals-{number}-group": goal.group_id or "",
        }  # fmt: skip
    return {"title": plan.title, "ground": plan.ground, "body": plan.body} | rows | more


def test_a_clerk_writes_the_plan_with_its_goals(cast):
    client = cast.client(cast.a.clerk)
    assert client.get(NEW).status_code == 200
    answer = client.post(NEW, sent(cast.a))
    plan = Plan.objects.get()
    assert answer.status_code == 302 and answer.url == plan.get_absolute_url()
    assert [(goal.number, goal.content) for goal in plan.goals.all()] == [(1, "硬化巷道"), (2, "办三场培训")]
    assert plan.cycle == cast.cycle and plan.goals.first().group == cast.a.groups["culture"]


def test_a_plan_sent_twice_is_kept_once(cast):
    client, words = cast.client(cast.a.clerk), sent(cast.a)
    assert [client.post(NEW, words).status_code for _n in range(2)] == [302, 302]
    assert Plan.objects.count() == 1 and Goal.objects.count() == 2


def test_who_begins_a_second_one_is_led_to_the_first(cast):
    plan = plan_of(cast.a)
    answer = cast.client(cast.a.clerk).get(NEW)
    assert (answer.status_code, answer.url) == (302, plan.get_absolute_url())


@pytest.mark.parametrize(
    "wrong",
    [
        {"goals-0-due_on": "2062-12-20"}, {"goals-0-due_on": ""}, {"title": ""}, {"goals-0-content": "打电话13812345678"},
        {"body": "身份证130284197001011234"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_kept(cast, wrong):
    answer = cast.client(cast.a.clerk).post(NEW, sent(cast.a, **wrong))
    assert answer.status_code == 422 and not Plan.objects.exists()


def test_a_group_of_another_village_is_not_offered(cast):
    answer = cast.client(cast.a.clerk).post(NEW, sent(cast.a, **{"goals-0-group": cast.b.groups["culture"].pk}))
    assert answer.status_code == 422 and not Plan.objects.exists()


def test_goals_are_counted_anew_when_one_is_taken_out(cast):
    plan = plan_of(cast.a, goals=3)
    first = plan.goals.get(number=1)
    answer = cast.client(cast.a.clerk).post(
        f"{plan.get_absolute_url()}edit/", again(plan, **{"goals-0-DELETE": "on", "goals-1-content": "改了的目标"})
    )
    assert answer.status_code == 302
    assert [(goal.number, goal.content) for goal in plan.goals.all()] == [(1, "改了的目标"), (2, "吴庄子目标3号")]
    assert not Goal.objects.filter(pk=first.pk).exists()


def test_what_somebody_else_changed_meanwhile_is_said_first(cast):
    plan = plan_of(cast.a)
    page = f"{plan.get_absolute_url()}edit/"
    seen = cast.client(cast.a.clerk).get(page).context["form"]["seen"].value()
    Goal.objects.filter(plan=plan, number=1).update(content="别人改的")
    words = again(plan, seen=seen, title="新的标题")
    assert cast.client(cast.a.clerk).post(page, words).status_code == 422
    assert Plan.objects.get().title != "新的标题"


def test_a_plan_that_was_deliberated_is_not_written_anew(cast):
    plan = walked(cast.a, "proposed")
    page, client = f"{plan.get_absolute_url()}edit/", cast.client(cast.a.secretary)
    assert client.get(page).status_code == client.post(page, again(plan, title="改")).status_code == 403
    take(cast.a, plan, "return", reason="改目标")
    assert client.post(page, again(plan, title="改好的计划")).status_code == 302
    assert Plan.objects.get().title == "改好的计划"


@pytest.mark.parametrize(
    ("person", "status"),
    [("township", 200), ("liaison", 200), ("viewer", 403), ("leader", 403), ("member", 403), ("maintainer", 403)],
)
def test_who_may_write_a_plan(cast, person, status):
    answer = cast.client(who(cast, person)).get(f"{NEW}?village={cast.a.village.code}")
    assert answer.status_code == status


@pytest.mark.parametrize("person", ["leader", "member"])
def test_at_home_one_reads_the_plan_once_it_is_published(cast, person):
    plan = plan_of(cast.a)
    client = cast.client(getattr(cast.a, person))
    assert client.get(plan.get_absolute_url()).status_code == 404
    walked(cast.a, "published", plan)
    assert client.get(plan.get_absolute_url()).status_code == 200
    assert cast.client(getattr(cast.b, person)).get(plan.get_absolute_url()).status_code == 404


def test_the_township_sees_which_villages_have_no_plan(cast):
    plan_of(cast.a)
    page = cast.client(cast.township).get("/plans/")
    assert page.context["lacking"] == [cast.b.village]
    assert [plan.village for plan in cast.client(cast.b.secretary).get("/plans/").context["page"]] == []


def test_the_list_is_narrowed_by_village_year_and_state(cast):
    plan_of(cast.a)
    plan_of(cast.b)
    client = cast.client(cast.township)
    for query, count in (
        ("?village=" + cast.a.village.code, 1),
        ("?year=2026", 2),
        ("?state=published", 0),
        ("?state=x", 2),
    ):
        assert len(client.get(f"/plans/{query}").context["page"]) == count, query


def queries(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_list_and_page_ask_as_much_with_three_as_with_one(cast):
    client, plan = cast.client(cast.a.secretary), walked(cast.a, "published", plan_of(cast.a, goals=1))
    client.get("/plans/")
    one = queries(client, "/plans/"), queries(client, plan.get_absolute_url())
    for number, year in enumerate((2024, 2025), 2):
        cycle = Cycle.objects.create(year=year, name=f"{year}", starts_on=f"{year}-01-01", term_ends_on=f"{year}-12-31")
        plan_of(cast.a, cycle=cycle)
        Goal.objects.create(
            plan=plan, number=number, content="再一项", due_on=dt.date(2026, 12, 1), group=cast.a.groups["harmony"]
        )
    assert (queries(client, "/plans/"), queries(client, plan.get_absolute_url())) == one


def test_the_goals_go_out_as_a_sheet_within_ones_scope(cast):
    plan_of(cast.a)
    plan_of(cast.b)
    answer = cast.client(cast.a.clerk).post("/plans/export/", {"columns": ["village", "content"], "format": "csv"})
    text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    assert "吴庄子目标1号" in text and "南平庄" not in text


def test_the_page_of_a_step_says_what_is_missing_and_what_happened_meanwhile(cast):
    client, plan = cast.client(cast.a.secretary), plan_of(cast.a)
    assert press(client, plan, "propose").status_code == 422
    meeting = met(cast.a, "propose")
    votes = {"meeting": meeting.pk, "in_favour": 1, "against": 1, "abstained": 0, "happened_on": "2026-02-02"}
    assert press(client, plan, "propose", **votes).status_code == 422
    good = votes | {"in_favour": 4, "against": 0}
    assert press(client, plan, "propose", **good, version=7).status_code == 409
    assert press(client, plan, "propose", **good).status_code == 302
    assert press(client, plan, "propose", **good).status_code == 409
    assert press(cast.client(cast.viewer), plan, "discuss").status_code == 403
    assert press(cast.client(cast.b.secretary), plan, "discuss").status_code == 404
