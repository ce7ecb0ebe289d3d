"""The demo's year of plans, letters and pledges: every state is there, and whoever signs in finds something to do."""

import pytest
from django.test import Client

from members.models import Village
from plans.models import Goal, Plan
from plans.moves import GoalState, PlanState
from pledges.models import Pledge, PledgeItem, ResponsibilityLetter
from pledges.moves import ItemState, LetterState, PledgeState
from tests.support import databases
from tests.zhenzi.test_demo import NAN, WU
from tools.upkeep.invariants import find_broken
from zhenzi.demo.promise_words import OWN


@pytest.fixture(scope="module", autouse=True)
def town(django_db_blocker):
    """One whole build for this file; nobody writes into it but by accident, so it is a copy."""
    with django_db_blocker.unblock():
        database = databases.demo("year").copy()
        try:
            with database.entered():
                yield
        finally:
            database.drop()


@pytest.mark.parametrize(
    ("model", "states"),
    [(Plan, PlanState), (Goal, GoalState), (ResponsibilityLetter, LetterState), (Pledge, PledgeState), (PledgeItem, ItemState)],
)  # fmt: skip
def test_every_state_is_there(model, states):
    assert set(model.objects.values_list("state", flat=True)) == set(states.values)


def test_nothing_contradicts_anything():
    assert find_broken() == []


def test_every_village_has_a_plan_and_most_have_published_it():
    assert Plan.objects.standing().values("village").distinct().count() >= 60
    assert Plan.objects.filter(state__in=("published", "reported")).count() > 50
    assert Plan.objects.get(village__code=NAN).state == "reported"


def test_every_group_with_people_promises_and_its_promises_answer_goals():
    of_groups = Pledge.objects.filter(group__isnull=False)
    assert of_groups.count() > 290 and of_groups.values("group").distinct().count() == of_groups.count()
    assert PledgeItem.objects.filter(goal__isnull=False).count() > 200


def test_something_of_each_step_waits_for_the_secretary_of_wu():
    states = set(Pledge.objects.filter(village__code=WU).values_list("state", flat=True))
    assert {"proposed", "audited", "public", "drafted", "returned"} <= states
    assert ResponsibilityLetter.objects.filter(placement__post__group__village__code=WU, state="prepared").exists()
    assert any(item.is_late for item in PledgeItem.objects.filter(pledge__village__code=WU, pledge__state="public"))


def test_residents_read_what_was_promised_and_no_draft():
    village = Village.objects.get(code=WU)
    text = Client().get(f"/villages/{village.code}/pledges/").content.decode()
    shown = Pledge.objects.filter(village=village, state__in=("public", "closed"), member__isnull=False)
    hidden = Pledge.objects.filter(village=village, state__in=("drafted", "proposed", "audited", "returned"))
    assert shown and all(one.member.name in text for one in shown)
    assert hidden and not any(one.member.name in text for one in hidden)
    assert any(content in text for content, *_rest in OWN)
