"""Two people press at once on a plan or its goals: one wins, the other is told. A real server with two processes."""

import functools
import uuid

import pytest

from groups.models import Cycle
from plans.models import Plan
from tests.groups.test_races import together
from tests.people import PASSWORD, account, gather, mandate
from tests.plans.paths import DAYS, TOLD, filled, met, plan_of, settled, walked, with_goals


@pytest.fixture
def town(live_workers, clock):
    """The cast in the server's own database, with a second secretary in 吴庄子."""
    cast = gather()
    mandate(account("acting-a", "副手主持"), "secretary", cast.a.village)
    return cast


def page(thing, name):
    return f"/moves/{thing._meta.label_lower}/{thing.pk}/{name}/"


def sent(thing, name, **more):
    thing.refresh_from_db()
    return {"version": thing.version, "request_id": uuid.uuid4(), "happened_on": DAYS.get(name, "2026-11-20")} | more


def test_eight_presses_record_a_proposal_once(town, live_workers):
    plan, meeting = plan_of(town.a), met(town.a, "propose")
    vote = {"meeting": meeting.pk, "in_favour": 5, "against": 0, "abstained": 0}
    visitors = [live_workers.visitor(name, PASSWORD) for name in ("secretary-a", "acting-a", "clerk-a", "town") * 2]
    calls = [functools.partial(v.post, page(plan, "propose"), sent(plan, "propose", **vote)) for v in visitors]
    assert sorted(answer.status for answer in together(*calls)) == [302] + [409] * 7
    assert plan.resolutions.count() == plan.trail().count() == 1


def test_two_plans_written_down_at_once_are_one_plan_and_no_fault(town, live_workers):
    form = filled(town.client(town.a.clerk).get(f"/plans/new/?village={town.a.village.code}"))
    names = ("secretary-a", "acting-a", "clerk-a", "town")
    visitors = [live_workers.visitor(name, PASSWORD) for name in names]
    for _attempt in range(3):
        forms = [with_goals(form | {"request_id": uuid.uuid4(), "title": name}, "修路") for name in names]
        address = f"/plans/new/?village={town.a.village.code}"
        answers = together(*(functools.partial(v.post, address, one) for v, one in zip(visitors, forms, strict=True)))
        assert {answer.status for answer in answers} <= {302, 422}
        [plan] = Plan.objects.standing().filter(village=town.a.village)
        assert plan.goals.count() == 1
        reason = {"reason": "重做"}
        assert visitors[0].post(page(plan, "withdraw"), sent(plan, "withdraw", **reason)).status == 302


def test_a_goal_taken_up_again_while_the_result_is_published_is_never_left_open(town, live_workers):
    visitors = [live_workers.visitor(name, PASSWORD) for name in ("secretary-a", "acting-a")]
    for year in (2026, 2025, 2024, 2023):
        cycle, _new = Cycle.objects.get_or_create(
            year=year, defaults={"name": f"{year}", "starts_on": f"{year}-01-01", "term_ends_on": f"{year + 1}-12-31"}
        )
        plan = walked(plan_of(town.a, cycle=cycle), "published", town.a)
        settled(plan, town.a)
        goal = plan.goals.get(number=2)
        calls = (
            functools.partial(visitors[0].post, page(plan, "report"), sent(plan, "report", **TOLD["report"])),
            functools.partial(visitors[1].post, page(goal, "reopen"), sent(goal, "reopen", reason="弄错了")),
        )
        assert sorted(answer.status for answer in together(*calls)) == [302, 422]
        plan.refresh_from_db()
        goal.refresh_from_db()
        assert (plan.state, goal.state) in (("reported", "done"), ("published", "open"))
