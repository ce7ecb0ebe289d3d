"""The page behind each button of a plan and of a goal: what it offers, what it refuses, and that a refusal writes nothing."""

import uuid

import pytest
from django.urls import reverse

from plans.models import Plan, Publication, Resolution
from tests import build
from tests.plans.paths import DAYS, MEETINGS, REACHED, TOLD, met, plan_of, settled, walked
from tools.workflow.models import StateChange

STATES = list(REACHED)


def page(thing, name):
    return reverse("workflow:move", args=[thing._meta.label_lower, thing.pk, name])


def fields(thing, **more):
    thing.refresh_from_db()
    return {"version": thing.version, "request_id": uuid.uuid4()} | more


def vote(plan, meeting, in_favour=None, **more):
    values = {name: getattr(value, "pk", value) for name, value in build.votes(meeting, in_favour).items()}
    return fields(plan, happened_on=meeting.held_on, **(values | more))


def test_a_plan_is_walked_by_the_pages_alone(cast):
    plan, client = plan_of(cast.a), cast.client(cast.a.secretary)
    for state, step in REACHED.items():
        meeting = met(cast.a, step) if step in MEETINGS else None
        if step == "report":
            assert page(plan, step) not in client.get(plan.get_absolute_url()).content.decode()
            settled(plan, cast.a)
        assert page(plan, step) in client.get(plan.get_absolute_url()).content.decode()
        asked = client.get(page(plan, step))
        assert asked.status_code == 200
        if meeting:
            assert asked.context["form"].fields["meeting"].initial == meeting
            sent = vote(plan, meeting, attended_by="李包村 干部")
        else:
            sent = fields(plan, happened_on=DAYS[step], **TOLD[step])
        answer = client.post(page(plan, step), sent)
        assert (answer.status_code, answer.url) == (302, plan.get_absolute_url())
        plan.refresh_from_db()
        assert plan.state == state
    # Only the sheets of the assembly and of the representatives ask who came from the township.
    kept = plan.resolutions.order_by("pk").values_list("attended_by", flat=True)
    assert list(kept) == ["", "", "李包村 干部", "李包村 干部"]
    assert [change.acted_as for change in plan.trail()] == ["secretary"] * 6


@pytest.mark.parametrize("at", range(4))
def test_only_meetings_of_this_village_and_of_the_right_kind_are_offered(cast, at):
    plan, step = plan_of(cast.a), list(MEETINGS)[at]
    if at:
        walked(plan, STATES[at - 1], cast.a)
    every = {one: met(cast.a, one, held_on=DAYS["decide"]) for one in MEETINGS}
    foreign = met(cast.b, step)
    offered = cast.client(cast.township).get(page(plan, step)).context["form"].fields["meeting"].queryset
    assert every[step] in offered and foreign not in offered
    kinds = {"committee", "assembly"} if step == "propose" else {MEETINGS[step]}
    assert {meeting.kind for meeting in offered} == kinds
    assert cast.client(cast.township).post(page(plan, step), vote(plan, foreign)).status_code == 422
    assert Plan.objects.get().state == plan.state


def test_where_no_meeting_is_entered_yet_the_way_there_is_shown(cast):
    plan = walked(plan_of(cast.a), "proposed", cast.a)
    text = cast.client(cast.a.clerk).get(page(plan, "discuss")).content.decode()
    assert f"/meetings/new/?village={cast.a.village.code}&amp;kind=committees" in text


def test_the_page_to_vote_a_plan_down_offers_the_meetings_of_what_comes_next(cast):
    plan, client = plan_of(cast.a), cast.client(cast.a.secretary)
    for state, step in (("proposed", "discuss"), ("discussed", "examine"), ("examined", "decide")):
        walked(plan, state, cast.a)
        meeting = met(cast.a, step)
        form = client.get(page(plan, "vote_down")).context["form"]
        assert {one.kind for one in form.fields["meeting"].queryset} == {MEETINGS[step]}
        assert form.fields["meeting"].initial == meeting
    assert client.post(page(plan, "vote_down"), vote(plan, meeting, 10)).status_code == 302
    plan.refresh_from_db()
    assert (plan.state, plan.round, plan.resolutions.get(step="vote_down").in_favour) == ("returned", 2, 10)


def test_what_does_not_hold_is_said_and_what_was_typed_stays(cast):
    plan, client = walked(plan_of(cast.a), "discussed", cast.a), cast.client(cast.a.clerk)
    meeting = met(cast.a, "examine", entitled=21, present=14)
    answer = client.post(page(plan, "examine"), vote(plan, meeting, 10, attended_by="李包村 干部"))
    assert answer.status_code == 422 and answer.context["form"].non_field_errors()
    assert "李包村 干部" in answer.content.decode()
    plan.refresh_from_db()
    assert (plan.state, Resolution.objects.filter(plan=plan).count()) == ("discussed", 2)


@pytest.mark.parametrize("missing", ["how", "result"])
def test_a_result_is_published_with_its_words_and_how(cast, missing):
    plan, client = walked(plan_of(cast.a), "published", cast.a), cast.client(cast.a.secretary)
    settled(plan, cast.a)
    sent = fields(plan, happened_on=DAYS["report"], **(TOLD["report"] | {missing: ""}))
    answer = client.post(page(plan, "report"), sent)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [missing]


@pytest.mark.parametrize("field", ["how", "result"])
def test_what_is_typed_for_everybody_names_nobodys_number(cast, field):
    plan, client = walked(plan_of(cast.a), "published", cast.a), cast.client(cast.a.secretary)
    settled(plan, cast.a)
    told = TOLD["report"] | {field: "详询13812345678"}
    answer = client.post(page(plan, "report"), fields(plan, happened_on=DAYS["report"], **told))
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert not Publication.objects.filter(step="report").exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("viewer", 403), ("maintainer", 403), ("member", 404), ("leader", 404), ("b.secretary", 404), ("b.clerk", 404)],
)
def test_who_sees_it_but_may_not_gets_403_and_who_does_not_see_it_404(cast, who, status):
    plan = plan_of(cast.a)
    user = getattr(cast.b, who[2:]) if who.startswith("b.") else getattr(cast.a, who, None) or getattr(cast, who)
    client, meeting = cast.client(user), met(cast.a, "propose")
    assert client.get(page(plan, "propose")).status_code == status
    assert client.post(page(plan, "propose"), vote(plan, meeting)).status_code == status
    assert Plan.objects.get().state == "drafted" and not StateChange.objects.exists()


def test_the_clerk_publishes_nothing(cast):
    plan, client = walked(plan_of(cast.a), "decided", cast.a), cast.client(cast.a.clerk)
    assert page(plan, "publish") not in client.get(plan.get_absolute_url()).content.decode()
    assert client.get(page(plan, "publish")).status_code == 403
    assert client.post(page(plan, "publish"), fields(plan, **TOLD["publish"])).status_code == 403


def test_no_such_move_and_no_such_plan_are_alike(cast):
    plan, client = plan_of(cast.a), cast.client(cast.a.secretary)
    assert client.get(page(plan, "swallow")).status_code == 404
    assert client.get(page(Plan(pk=987654), "propose")).status_code == 404


def test_a_page_that_is_stale_says_what_happened_and_writes_nothing(cast):
    plan, client = plan_of(cast.a), cast.client(cast.a.clerk)
    meeting = met(cast.a, "propose")
    sent = vote(plan, meeting)
    assert [client.post(page(plan, "propose"), sent).status_code for _click in "ab"] == [302, 302]
    stale = client.post(page(plan, "propose"), sent | {"request_id": uuid.uuid4()})
    assert stale.status_code == 409
    assert client.get(page(plan, "decide")).status_code == 409
    assert plan.resolutions.count() == plan.trail().count() == 1


def test_a_leader_finds_the_button_of_his_groups_goal_alone(cast):
    plan = walked(plan_of(cast.a), "published", cast.a)
    first, culture, _third = plan.goals.order_by("number")
    client = cast.client(cast.a.leader)
    shown = client.get(plan.get_absolute_url()).context["goals"]
    assert [[one.name for one in goal.moves] for goal in shown] == [[], ["finish"], []]
    sent = {"result": "秧歌队三十人", "happened_on": DAYS["finish"]}
    assert client.post(page(first, "finish"), fields(first, **sent)).status_code == 403
    answer = client.post(page(culture, "finish"), fields(culture, **sent))
    assert (answer.status_code, answer.url) == (302, culture.get_absolute_url())
    culture.refresh_from_db()
    assert (culture.state, culture.result) == ("done", "秧歌队三十人")
    assert client.get(page(culture, "reopen")).status_code == 403
    assert cast.client(cast.b.leader).get(page(first, "finish")).status_code == 404


def test_a_goal_of_a_draft_is_not_finished_by_its_address_either(cast):
    goal = plan_of(cast.a).goals.first()
    answer = cast.client(cast.a.clerk).post(page(goal, "finish"), fields(goal, result="完成了"))
    assert answer.status_code == 422 and answer.context["form"].non_field_errors()
    goal.refresh_from_db()
    assert (goal.state, goal.result) == ("open", "")
