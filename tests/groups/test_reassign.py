"""调剂: another post with the member's consent; within the zone what was recorded counts, beyond it he is reviewed again."""

import datetime as dt

import pytest

from groups.models import Placement
from groups.words import step_line
from members.models import Township
from tests import build
from tools.workflow.errors import Conflict, Forbidden, Refused
from tools.workflow.models import StateChange

D = dt.date


@pytest.fixture
def second(cast):
    """A second post of the economy zone."""
    leader = cast.a.posts["economy"]
    return type(leader).objects.create(group=leader.group, name="信息岗", duties="传消息", seats=1, position=2)


@pytest.fixture
def wish(cast):
    return build.draft(cast.a.members[0], cast.a.posts["economy"])


def reassign(application, post, actor, **more):
    data = {"post": post, "consent_on": D(2026, 10, 22), "reason": "人手不够", "on": D(2026, 10, 22)} | more
    return build.move(application, "reassign", actor, **data)


@pytest.mark.parametrize(
    ("stage", "within", "beyond"),
    [
        ("applied", "applied", "applied"),
        ("nominated", "nominated", "nominated"),
        ("reviewed", "reviewed", "nominated"),
        ("confirmed", "reviewed", "nominated"),
    ],
)
def test_within_the_zone_the_review_counts_beyond_it_not(cast, wish, second, stage, within, beyond):
    other = build.draft(cast.a.members[1], cast.a.posts["economy"])
    meetings = {}
    for application in (wish, other):
        build.walk(application, stage, cast.a.secretary, meetings=meetings)
    assert reassign(wish, second, cast.a.clerk).state == within
    assert reassign(other, cast.a.posts["culture"], cast.a.clerk).state == beyond
    assert (wish.post, other.post) == (second, cast.a.posts["culture"])
    assert wish.consent_on == D(2026, 10, 22)
    assert not Placement.objects.exists()


def test_he_goes_on_from_there_to_his_seat(cast, wish, second):
    build.walk(wish, "confirmed", cast.a.secretary)
    reassign(wish, second, cast.a.secretary)
    met = build.meeting(cast.a.village, "assembly", held_on=D(2026, 10, 22), entitled=20, present=15)
    build.move(wish, "confirm", cast.a.secretary, on=D(2026, 10, 23), **build.votes(met))
    assert Placement.objects.get().post == second
    # What counted before stays readable in its own round.
    assert sorted(wish.ballots.values_list("round", "step")) == [
        (1, "confirm"),
        (1, "review"),
        (2, "confirm"),
        (2, "review"),
    ]
    assert list(wish.nominations.values_list("round", flat=True).order_by("round")) == [1, 2]


def test_beyond_the_zone_he_is_reviewed_again_in_a_round_of_its_own(cast, wish):
    build.walk(wish, "reviewed", cast.a.secretary)
    reassign(wish, cast.a.posts["culture"], cast.a.clerk)
    met = build.meeting(cast.a.village, held_on=D(2026, 10, 23))
    assert build.move(wish, "review", cast.a.clerk, on=D(2026, 10, 23), **build.votes(met)).state == "reviewed"


def test_to_lead_the_group_of_the_same_zone_he_is_reviewed_again(cast, wish):
    build.walk(wish, "reviewed", cast.a.secretary)
    assert reassign(wish, cast.a.posts["economy-leader"], cast.a.clerk).state == "nominated"


def test_the_line_of_steps_keeps_the_day_of_the_review(cast, wish, second):
    build.walk(wish, "reviewed", cast.a.secretary)
    reassign(wish, second, cast.a.clerk)
    days = [step["day"] for step in step_line(wish.state, StateChange.objects.of(wish))]
    assert days[:3] == [build.DAYS["apply"], build.DAYS["nominate"], build.DAYS["review"]]


@pytest.mark.parametrize("wrong", ["same", "other village", "retired", "held", "consent"])
def test_what_cannot_be_is_refused(cast, wish, second, wrong):
    build.walk(wish, "applied", cast.a.clerk)
    post, more = second, {}
    if wrong == "same":
        post = cast.a.posts["economy"]
    elif wrong == "other village":
        post = cast.b.posts["economy"]
    elif wrong == "retired":
        second.retired_on = D(2026, 9, 1)
        second.save()
    elif wrong == "held":
        build.walk(build.draft(cast.a.members[0], second), "applied", cast.a.clerk)
    else:
        more = {"consent_on": D(2026, 11, 1)}
    with pytest.raises(Refused):
        reassign(wish, post, cast.a.clerk, **more)
    wish.refresh_from_db()
    assert wish.post == cast.a.posts["economy"]


def test_a_member_does_not_put_himself_elsewhere_and_no_stranger_does(cast, wish, second):
    build.walk(wish, "applied", cast.a.clerk)
    for actor in (cast.a.member, cast.b.clerk, cast.viewer, cast.a.leader):
        with pytest.raises(Forbidden):
            reassign(wish, second, actor)


def test_who_is_posted_is_not_put_elsewhere(cast, wish, second):
    build.walk(wish, "confirmed", cast.a.secretary)
    build.posted(cast.a, [wish])
    with pytest.raises(Conflict):
        reassign(wish, second, cast.a.clerk)


def test_nobody_leads_two_groups_without_a_reason_and_nobody_three(cast):
    member = cast.a.members[0]
    build.walk(build.draft(member, cast.a.posts["economy-leader"]), "applied", cast.a.clerk)
    second = build.draft(member, cast.a.posts["culture-leader"])
    with pytest.raises(Refused):
        build.walk(second, "applied", cast.a.clerk)
    type(second).objects.filter(pk=second.pk).update(two_groups="两组都缺人，本人熟悉两边的工作")
    build.walk(second, "applied", cast.a.clerk)
    Township.objects.update(max_posts=4)
    third = build.draft(member, cast.a.posts["harmony-leader"], two_groups="还想再领一组")
    with pytest.raises(Refused):
        build.walk(third, "applied", cast.a.clerk)


def test_the_form_offers_the_villages_posts_alone_and_does_it(cast, wish, second):
    build.walk(wish, "nominated", cast.a.clerk)
    browser = cast.client(cast.a.clerk)
    address = f"/moves/groups.application/{wish.pk}/reassign/"
    form = browser.get(address).context["form"]
    assert cast.a.posts["economy"] not in form.fields["post"].queryset
    assert cast.b.posts["economy"] not in form.fields["post"].queryset
    sent = {
        "post": second.pk, "consent_on": "2026-11-20", "reason": "更合适", "happened_on": "2026-11-20",
        "request_id": form["request_id"].value(), "version": form["version"].value(),
    }  # fmt: skip
    assert browser.post(address, sent | {"post": cast.b.posts["economy"].pk}).status_code == 422
    assert browser.post(address, sent).status_code == 302
    wish.refresh_from_db()
    assert (wish.post, wish.state) == (second, "nominated")
    assert StateChange.objects.of(wish).last().note == "由“经济岗”调剂到“信息岗”，本人2026-11-20同意。更合适"
