"""The rows of a plan and of a pledge, as two people and impatient ones send them; and who reads a published plan."""

import pytest
from django.urls import reverse

from members.models import Member
from plans.models import Goal, Plan
from pledges.models import Pledge, PledgeItem
from tests.access.test_sent_twice import GOAL, ITEM, body_of, rows_typed
from tests.people import account, mandate


@pytest.fixture
def client(town):
    return town.client(town.a.secretary)


@pytest.fixture
def page(town):
    return reverse("plans:plan_edit", args=[town.things.promises.draft_plan.pk])


def numbered(town):
    return list(town.things.promises.draft_plan.goals.order_by("number").values_list("number", "content"))


def test_a_row_that_somebody_added_meanwhile_stays_below_the_others(town, client, page):
    base = body_of(client.get(page))
    assert client.post(page, body_of(client.get(page)) | rows_typed("goals", GOAL, after=2)).status_code == 302
    refused = client.post(page, base | {"goals-0-content": "改过的目标"})
    assert refused.status_code == 422
    assert client.post(page, body_of(refused) | {"goals-0-content": "改过的目标"}).status_code == 302
    assert numbered(town) == [(1, "改过的目标"), (2, "修好村里的路"), (3, GOAL["content"])]


def test_a_row_that_somebody_took_out_meanwhile_is_said_to_be_gone(town, client, page):
    base = body_of(client.get(page))
    assert client.post(page, body_of(client.get(page)) | {"goals-1-DELETE": "on"}).status_code == 302
    answer = client.post(page, base | {"goals-1-content": "改过的目标"})
    assert answer.status_code == 422
    assert answer.context["goals"].non_form_errors()
    assert numbered(town) == [(1, "建好文化广场")]


def test_an_empty_row_that_is_ticked_to_be_taken_out_is_nothing(town, client, page):
    answer = client.post(page, body_of(client.get(page)) | {"goals-3-DELETE": "on"})
    assert answer.status_code == 302
    assert len(numbered(town)) == 2


def test_a_goal_of_another_plan_is_no_row_of_this_one(town, client, page):
    """Neither one's own village's nor another's: as if it were not there."""
    for goal in (town.things.promises.goal, town.others.promises.goal):
        answer = client.post(page, body_of(client.get(page)) | {"goals-0-id": goal.pk, "goals-0-content": "夺来的"})
        assert answer.status_code == 422
        assert not Goal.objects.filter(content="夺来的").exists()


def test_a_new_pledge_that_is_sent_again_with_other_items_says_that_they_were_not_kept(town, client):
    path = f"{reverse('pledges:pledge_new')}?village={town.a.village.code}"
    base = body_of(client.get(path)) | {"member": town.a.members[2].pk} | rows_typed("items", ITEM)
    assert [m.level_tag for m in client.post(path, base, follow=True).context["messages"]] == ["success"]
    answer = client.post(path, base | rows_typed("items", ITEM | {"content": "每月清一次河道"}, after=1), follow=True)
    assert [m.level_tag for m in answer.context["messages"]] == ["warning"]
    assert Pledge.objects.get(member=town.a.members[2]).items.count() == 1


def test_who_leads_a_group_reads_its_goals_also_without_a_record_of_his_own(town):
    """An account that was never tied to a member's record, and one whose member belongs to the other village."""
    user = account("leads", "带组的")
    mandate(user, "leader", town.a.village, "culture")
    goal = town.things.promises.goal
    for member in (None, town.b.members[1]):
        if member:
            Member.objects.filter(pk=member.pk).update(user=user)
        client = town.client(user)
        assert client.get(goal.plan.get_absolute_url()).status_code == 200
        assert client.get(reverse("workflow:move", args=["plans.goal", goal.pk, "finish"])).status_code == 200
    draft = town.things.promises.draft_plan
    assert client.get(draft.get_absolute_url()).status_code == 404
    seen = set(Plan.objects.visible_to(user).values_list("pk", flat=True))
    assert seen == {goal.plan_id, town.others.promises.plan.pk}


def test_a_member_reads_nobody_elses_pledge_at_the_desk(town):
    """The board shows what of them is to be shown; reasons and replies of one's neighbours are not for everybody."""
    seen = PledgeItem.objects.visible_to(town.a.member).values_list("pledge", flat=True)
    assert set(seen) == {town.things.promises.draft_pledge.pk}
    for pledge in (town.things.promises.pledge, town.others.promises.draft_pledge):
        assert town.client(town.a.member).get(pledge.get_absolute_url()).status_code == 404
