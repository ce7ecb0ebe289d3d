"""Who typed a step by mistake takes it back within ten minutes, while nothing has followed."""

import uuid

import pytest

from groups.models import Application
from groups.moves import APPLICATION
from groups.words import step_line
from tests import build
from tests.groups.test_moves import ENTERERS, person
from tools.workflow.errors import Conflict, Forbidden, Refused
from tools.workflow.models import StateChange


@pytest.fixture
def wish(cast):
    return build.draft(cast.a.members[0], cast.a.posts["economy"])


def undo(application, actor):
    application.refresh_from_db()
    APPLICATION.perform(application, "undo", actor=actor, version=application.version, request_id=uuid.uuid4(), data={})
    application.refresh_from_db()
    return application


@pytest.mark.parametrize(
    ("step", "before"), [("applied", "drafted"), ("nominated", "applied"), ("reviewed", "nominated")]
)
def test_a_step_typed_by_mistake_is_taken_back_and_typed_again(cast, wish, clock, step, before):
    build.walk(wish, step, cast.a.clerk)
    clock.forward(minutes=9)
    assert undo(wish, cast.a.clerk).state == before
    assert not wish.ballots.exists()
    assert wish.nominations.count() == (1 if before == "nominated" else 0)
    # The days of the paper are still taken: what was taken back does not stand between.
    name = {"applied": "apply", "nominated": "nominate", "reviewed": "review"}[step]
    met = build.meeting(cast.a.village, held_on=build.DAYS["review"])
    data = {"apply": {}, "nominate": {"nominators": 7, "how": "slips"}, "review": build.votes(met)}[name]
    assert build.move(wish, name, cast.a.clerk, **data).state == step


def test_after_ten_minutes_it_is_sent_back_instead(cast, wish, clock):
    build.walk(wish, "nominated", cast.a.clerk)
    clock.forward(minutes=10)
    assert "undo" not in {move.name for move in APPLICATION.available(cast.a.clerk, wish)}
    with pytest.raises(Refused):
        undo(wish, cast.a.clerk)


def test_nobody_takes_back_what_somebody_else_typed(cast, wish):
    build.walk(wish, "nominated", cast.a.clerk)
    for who in ("secretary", "liaison", "township", "member"):
        with pytest.raises(Refused):
            undo(wish, person(cast, who))
    for who in ("clerk-b", "secretary-b", "viewer", "leader", "maintainer"):
        with pytest.raises(Forbidden):
            undo(wish, person(cast, who))


def test_what_somebody_built_on_stays(cast, wish):
    build.walk(wish, "nominated", cast.a.clerk)
    build.move(
        wish, "review", cast.a.secretary, **build.votes(build.meeting(cast.a.village, held_on=build.DAYS["review"]))
    )
    with pytest.raises(Refused):
        undo(wish, cast.a.clerk)


def test_only_the_last_step_is_taken_back_and_only_once(cast, wish):
    build.walk(wish, "nominated", cast.a.clerk)
    undo(wish, cast.a.clerk)
    with pytest.raises(Refused):
        undo(wish, cast.a.clerk)


def test_a_confirmation_is_never_taken_back_like_this(cast, wish):
    build.walk(wish, "confirmed", cast.a.secretary)
    with pytest.raises(Conflict):
        undo(wish, cast.a.secretary)


@pytest.mark.parametrize("who", sorted(ENTERERS))
def test_whoever_entered_has_the_button(cast, wish, who):
    build.move(wish, "apply", person(cast, who))
    assert "undo" in {move.name for move in APPLICATION.available(person(cast, who), wish)}


def test_the_member_takes_back_his_own_application(cast, wish):
    build.move(wish, "apply", cast.a.member)
    assert undo(wish, cast.a.member).state == "drafted"


def test_an_application_taken_back_was_never_handed_in(cast, wish):
    build.walk(wish, "applied", cast.a.clerk)
    undo(wish, cast.a.clerk)
    assert Application.objects.first_applied_on() is None
    assert [step["status"] for step in step_line(wish.state, StateChange.objects.of(wish))][0] == "now"
    build.move(wish, "apply", cast.a.clerk)
    assert Application.objects.first_applied_on() == build.DAYS["apply"]


def test_the_page_offers_it_and_does_it(cast, wish):
    browser = cast.client(cast.a.clerk)
    build.move(wish, "apply", cast.a.clerk)
    address = f"/moves/groups.application/{wish.pk}/nominate/"
    form = {
        "request_id": uuid.uuid4(),
        "version": wish.version,
        "nominators": 5,
        "how": "slips",
        "happened_on": "2026-10-12",
    }
    page = browser.post(address, form, follow=True)
    assert f"/moves/groups.application/{wish.pk}/undo/" in page.content.decode()
    wish.refresh_from_db()
    form = {"request_id": uuid.uuid4(), "version": wish.version}
    assert browser.post(f"/moves/groups.application/{wish.pk}/undo/", form).status_code == 302
    wish.refresh_from_db()
    assert wish.state == "applied" and not wish.nominations.exists()
