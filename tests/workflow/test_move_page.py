"""The one page behind every workflow button: what it answers, and that a refusal writes nothing."""

import re
import uuid

import pytest

from groups.models import Application, Ballot
from tests import build
from tools.workflow.models import StateChange


def page(application, move):
    return f"/moves/groups.application/{application.pk}/{move}/"


def fields(application, **more):
    application.refresh_from_db()
    return {"request_id": uuid.uuid4(), "version": application.version, "happened_on": "2026-10-12", **more}


def looks(answer):
    """The page without what differs from request to request: its token and its own address."""
    return re.sub(r'value="[A-Za-z0-9]{64}"|/moves/groups.application/[0-9]+/', "", answer.content.decode())


@pytest.fixture
def application(cast):
    return build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "applied", cast.a.secretary)


def test_the_form_is_shown_and_the_move_is_made(cast, application):
    client = cast.client(cast.a.clerk)
    assert client.get(page(application, "nominate")).status_code == 200
    answer = client.post(page(application, "nominate"), fields(application, nominators=12, how="slips"))
    assert answer.status_code == 302
    application.refresh_from_db()
    change = StateChange.objects.of(application).last()
    assert (application.state, change.acted_as, str(change.happened_on)) == ("nominated", "clerk", "2026-10-12")
    assert change.typed_at.date() > change.happened_on


def test_a_resend_gives_the_first_result_again(cast, application):
    client = cast.client(cast.a.clerk)
    sent = fields(application, nominators=12, how="slips")
    assert [client.post(page(application, "nominate"), sent).status_code for _ in range(2)] == [302, 302]
    assert application.nominations.count() == 1


def test_a_request_id_of_another_move_is_no_result_of_this_one(cast, application):
    client = cast.client(cast.a.clerk)
    sent = fields(application, nominators=12, how="slips")
    client.post(page(application, "nominate"), sent)
    met = build.meeting(cast.a.village, held_on=build.DAYS["review"])
    reused = fields(
        application,
        **(build.votes(met) | {"meeting": met.pk, "happened_on": "2026-10-15", "request_id": sent["request_id"]}),
    )
    assert client.post(page(application, "review"), reused).status_code == 409
    application.refresh_from_db()
    assert application.state == "nominated"


def test_somebody_elses_request_id_is_no_result_of_mine(cast, application):
    sent = fields(application, nominators=12, how="slips")
    cast.client(cast.a.clerk).post(page(application, "nominate"), sent)
    assert cast.client(cast.a.secretary).post(page(application, "nominate"), sent).status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [{"nominators": 0}, {"nominators": ""}, {"how": "vote"}, {"happened_on": "2026-11-24"}, {"happened_on": "2026-10-07"},
     {"request_id": "x"}, {"happened_on": "never"}],
)  # fmt: skip
def test_a_form_that_cannot_be_right_comes_back_with_its_reason(cast, application, wrong):
    answer = cast.client(cast.a.clerk).post(
        page(application, "nominate"), fields(application, nominators=12, how="slips") | wrong
    )
    assert answer.status_code == 422
    application.refresh_from_db()
    assert application.state == "applied"
    assert application.nominations.count() == 0


def test_a_stale_page_is_told_who_did_what(cast, application):
    stale = fields(application, nominators=12, how="slips")
    cast.client(cast.a.clerk).post(page(application, "nominate"), fields(application, nominators=9, how="slips"))
    answer = cast.client(cast.a.secretary).post(page(application, "nominate"), stale)
    assert answer.status_code == 409
    assert str(cast.a.clerk) in answer.content.decode()
    assert application.nominations.get().nominators == 9


def test_an_old_version_is_stale_even_where_the_state_fits_again(cast, application):
    old = fields(application, nominators=12, how="slips")
    build.move(application, "return", cast.a.secretary, reason="补充特长", on=build.DAYS["apply"])
    build.move(application, "apply", cast.a.secretary)
    assert cast.client(cast.a.clerk).post(page(application, "nominate"), old).status_code == 409


def test_seen_but_not_allowed_is_403_and_unseen_is_404_like_missing(cast, application):
    sent = fields(application, reason="试")
    assert cast.client(cast.a.clerk).post(page(application, "return"), sent).status_code == 403
    assert cast.client(cast.viewer).get(page(application, "nominate")).status_code == 403
    assert cast.client(cast.a.secretary).get(page(application, "seat")).status_code == 403
    foreign = cast.client(cast.b.secretary).get(page(application, "nominate"))
    missing = cast.client(cast.b.secretary).get("/moves/groups.application/999999/nominate/")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert looks(foreign) == looks(missing)


@pytest.mark.parametrize(
    "path", ["/moves/groups.application/1/fly/", "/moves/groups.post/1/apply/", "/moves/no.model/1/apply/"]
)
def test_a_move_or_table_that_does_not_exist_is_404(cast, path):
    assert cast.client(cast.township).get(path).status_code == 404


def test_a_stranger_is_sent_to_sign_in(cast, application):
    answer = cast.client().post(page(application, "nominate"), fields(application))
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_a_quorum_missed_by_one_is_refused_with_the_arithmetic(cast, application):
    build.move(application, "nominate", cast.a.secretary, nominators=12, how="slips")
    client = cast.client(cast.a.secretary)
    short = build.meeting(cast.a.village, held_on=build.DAYS["review"], entitled=30, present=19)
    sent = build.votes(short) | {"meeting": short.pk, "happened_on": "2026-10-15"}
    answer = client.post(page(application, "review"), fields(application, **sent))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert all(number in text for number in ("30", "20", "19"))
    assert Ballot.objects.count() == 0
    enough = build.meeting(cast.a.village, held_on=build.DAYS["review"], entitled=30, present=20)
    sent = build.votes(enough) | {"meeting": enough.pk, "happened_on": "2026-10-15"}
    assert client.post(page(application, "review"), fields(application, **sent)).status_code == 302


def test_a_meeting_of_another_village_cannot_be_forged_into_the_form(cast, application):
    build.move(application, "nominate", cast.a.secretary, nominators=12, how="slips")
    foreign = build.meeting(cast.b.village, held_on=build.DAYS["review"])
    sent = build.votes(foreign) | {"meeting": foreign.pk, "happened_on": "2026-10-15"}
    assert (
        cast.client(cast.a.secretary).post(page(application, "review"), fields(application, **sent)).status_code == 422
    )
    # The township sees both meetings, but an application is reviewed in its own village.
    assert cast.client(cast.township).post(page(application, "review"), fields(application, **sent)).status_code == 422


def test_a_right_that_ends_while_the_form_is_open_is_gone(cast, application):
    client = cast.client(cast.a.clerk)
    client.get(page(application, "nominate"))
    cast.a.clerk.mandates.update(taken_at=build.moment("2026-11-23", 9))
    assert (
        client.post(page(application, "nominate"), fields(application, nominators=12, how="slips")).status_code == 404
    )


def test_what_was_recorded_keeps_its_round_and_the_next_starts_with_none(cast, application):
    build.move(application, "nominate", cast.a.secretary, nominators=12, how="slips")
    build.move(application, "return", cast.a.secretary, reason="补充材料", on=build.DAYS["nominate"])
    build.move(application, "apply", cast.a.secretary, on=build.DAYS["nominate"])
    assert application.round == 2
    assert list(application.nominations.values_list("round", flat=True)) == [1]
    assert Application.objects.get(pk=application.pk).nominations.filter(round=2).count() == 0


def test_nothing_changes_by_reading(cast, application):
    client = cast.client(cast.a.secretary)
    for move in ("nominate", "return", "withdraw", "vote_down"):
        assert client.get(page(application, move)).status_code == 200
    application.refresh_from_db()
    assert application.state == "applied"
