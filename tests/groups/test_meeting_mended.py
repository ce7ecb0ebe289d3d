"""A wrong tally is mended with a reason, the old one kept; no result flips by it, and nobody mends a vote on himself."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from groups.models import Application, Ballot
from groups.sheets_out import _ballot, with_steps
from meetings.models import Meeting
from tests import build
from tools.upkeep.invariants import find_broken


@pytest.fixture
def reviewed(cast):
    """Two who passed the same review: 24 of 30 present, all in favour."""
    meetings = {}
    found = [
        build.walk(build.draft(person, cast.a.posts["economy"]), "reviewed", cast.a.secretary, meetings=meetings)
        for person in cast.a.members[:2]
    ]
    cast.met = meetings["review"]
    return found


def page(meeting):
    return f"/groups/meetings/{meeting.pk}/mend/"


def filled(client, meeting, **more):
    """What the browser sends of the page as it stands."""
    context = client.get(page(meeting)).context
    sent = {"seen": context["seen"], "reason": "计票单上是另一个数"}
    for form in (context["form"], *context["rows"]):
        sent |= {bound.html_name: bound.value() for bound in form if bound.name != "reason"}
    return sent | more


def of(application, step="review", **typed):
    ballot = Ballot.objects.current().get(application=application, step=step)
    return {f"b{ballot.pk}-{name}": value for name, value in typed.items()}


def numbers(application):
    rows = Ballot.objects.filter(application=application).order_by("pk")
    return [(b.present, b.in_favour, b.against, b.abstained, bool(b.replaced_at)) for b in rows]


def test_one_vote_is_mended_the_old_one_stays_and_the_trail_says_why(cast, reviewed):
    one, two = reviewed
    client = cast.client(cast.a.secretary)
    sent = filled(client, cast.met) | of(one, in_favour="21", against="3")
    answer = client.post(page(cast.met), sent)
    assert answer.status_code == 302
    assert numbers(one) == [(24, 24, 0, 0, True), (24, 21, 3, 0, False)]
    assert numbers(two) == [(24, 24, 0, 0, False)]
    old = Ballot.objects.get(application=one, replaced_at__isnull=False)
    assert (old.replaced_by, old.reason) == (cast.a.secretary, "计票单上是另一个数")
    for address in (one.get_absolute_url(), answer.url):
        text = client.get(address).content.decode()
        assert "<s>" in text
        assert "计票单上是另一个数" in text
    row = with_steps(Application.objects.filter(pk=one.pk)).get()
    assert "21" in _ballot(row, "review")
    assert find_broken() == []
    # The town's record names it: two lines of one mend.
    record = cast.client(cast.township).get("/desk/record/?kind=records").context["deeds"]
    assert len([deed for deed in record if deed.who == str(cast.a.secretary) and deed.at >= old.replaced_at]) == 2


def test_who_was_present_is_mended_for_every_vote_of_the_meeting(cast, reviewed):
    one, two = reviewed
    client = cast.client(cast.township)
    sent = filled(client, cast.met, present="25")
    answer = client.post(page(cast.met), sent)
    assert answer.status_code == 422
    assert all("25" in str(row.errors) for row in answer.context["rows"])
    assert Meeting.objects.get(pk=cast.met.pk).present == 24
    sent |= of(one, in_favour="25") | of(two, in_favour="25")
    assert client.post(page(cast.met), sent).status_code == 302
    met = Meeting.objects.get(pk=cast.met.pk)
    assert (met.present, met.history.first().history_change_reason) == (25, "计票单上是另一个数")
    assert (numbers(one)[-1], numbers(two)[-1]) == ((25, 25, 0, 0, False), (25, 25, 0, 0, False))


def test_a_result_that_would_flip_is_refused_with_the_name_until_it_is_sent_back(cast, reviewed):
    one, two = reviewed
    client = cast.client(cast.a.secretary)
    sent = filled(client, cast.met) | of(one, in_favour="12", against="12")
    answer = client.post(page(cast.met), sent)
    assert answer.status_code == 422
    wrong = {row.ballot.application: str(row.errors) for row in answer.context["rows"] if row.errors}
    assert list(wrong) == [one]
    assert one.member.name in wrong[one]
    assert "退回补正" in wrong[one]
    assert numbers(one) == [(24, 24, 0, 0, False)]
    build.move(one, "return", cast.a.secretary, reason="计票有误")
    assert client.post(page(cast.met), sent).status_code == 302
    assert numbers(one)[-1] == (24, 12, 12, 0, False)


def test_a_quorum_that_was_missed_after_all_is_refused_for_everybody(cast, reviewed):
    client = cast.client(cast.a.secretary)
    sent = filled(client, cast.met, present="19")
    for application in reviewed:
        sent |= of(application, in_favour="19")
    answer = client.post(page(cast.met), sent)
    assert answer.status_code == 422
    assert len([row for row in answer.context["rows"] if row.errors]) == 2


def test_a_failed_vote_stays_failed(cast, reviewed):
    one = reviewed[0]
    draft = build.walk(build.draft(cast.a.members[2], cast.a.posts["culture"]), "nominated", cast.a.secretary)
    build.move(draft, "vote_down", cast.a.secretary, on=build.DAYS["review"], **build.votes(cast.met, 10))
    client = cast.client(cast.a.secretary)
    sent = filled(client, cast.met)
    passed = client.post(page(cast.met), sent | of(draft, "vote_down", in_favour="20", against="4"))
    assert passed.status_code == 422
    assert client.post(page(cast.met), sent | of(draft, "vote_down", in_favour="11", against="13")).status_code == 302
    assert numbers(draft)[-1] == (24, 11, 13, 0, False)
    assert len(numbers(one)) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"reason": ""}, {"reason": " "}, {"present": "31"}, {"entitled": "0"}, {"entitled": ""}, {"reason": "长" * 201}],
)
def test_what_cannot_be_is_refused(cast, reviewed, wrong):
    client = cast.client(cast.a.secretary)
    sent = filled(client, cast.met) | of(reviewed[0], in_favour="21", against="3") | wrong
    assert client.post(page(cast.met), sent).status_code == 422
    assert not Ballot.objects.filter(replaced_at__isnull=False).exists()


def test_a_double_click_mends_once_and_a_stale_page_is_told(cast, reviewed):
    one = reviewed[0]
    client = cast.client(cast.a.secretary)
    first, second = (filled(client, cast.met) | of(one, in_favour=number, against=24 - number) for number in (21, 20))
    assert [client.post(page(cast.met), first).status_code for _ in range(2)] == [302, 302]
    assert client.post(page(cast.met), second).status_code == 409
    assert cast.client(cast.township).post(page(cast.met), first).status_code == 409
    assert client.post(page(cast.met), first | {"seen": ""}).status_code in (409, 422)
    assert len(numbers(one)) == 2
    # The same numbers again change nothing.
    assert client.post(page(cast.met), filled(client, cast.met)).status_code == 302
    assert len(numbers(one)) == 2


@pytest.mark.parametrize(
    ("name", "status"), [("clerk", 403), ("liaison", 403), ("viewer", 403), ("maintainer", 403), ("member", 404)]
)
def test_who_does_not_answer_for_the_branch_mends_nothing(cast, reviewed, name, status):
    sent = filled(cast.client(cast.a.secretary), cast.met) | of(reviewed[0], in_favour="21", against="3")
    user = getattr(cast.a, name, None) or getattr(cast, name)
    assert cast.client(user).post(page(cast.met), sent).status_code == status
    assert cast.client(cast.b.secretary).post(page(cast.met), sent).status_code == 404
    assert not Ballot.objects.filter(replaced_at__isnull=False).exists()


def test_nobody_mends_a_vote_on_himself_nor_the_meeting_that_decided_it(cast, reviewed):
    own = build.walk(build.draft(cast.a.secretary_member, cast.a.posts["harmony"]), "nominated", cast.a.clerk)
    build.move(own, "review", cast.a.clerk, **build.votes(cast.met))
    client = cast.client(cast.a.secretary)
    sent = filled(client, cast.met, present="25") | of(own, in_favour="20", against="4")
    sent |= of(reviewed[0], in_favour="21", against="3")
    assert client.post(page(cast.met), sent).status_code == 302
    # What was typed past the page is not read: only the vote on somebody else is new.
    assert (numbers(own), Meeting.objects.get(pk=cast.met.pk).present) == ([(24, 24, 0, 0, False)], 24)
    assert len(numbers(reviewed[0])) == 2
    town = cast.client(cast.township)
    assert town.post(page(cast.met), filled(town, cast.met) | of(own, in_favour="20", against="4")).status_code == 302
    assert numbers(own)[-1] == (24, 20, 4, 0, False)


def test_the_database_keeps_one_vote_a_round_and_no_mend_without_a_reason(cast, reviewed):
    ballot = Ballot.objects.get(application=reviewed[0])
    for change in ({"replaced_at": "2026-11-23T10:00+08:00"}, {"reason": "只有理由"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ballot.objects.filter(pk=ballot.pk).update(**change)
    ballot.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        ballot.save()
    with pytest.raises(ValidationError):
        ballot.full_clean()


def test_one_vote_or_three_cost_the_same(cast):
    meetings, found = {}, {}
    client = cast.client(cast.a.secretary)
    for count, person in enumerate(cast.a.members, 1):
        build.walk(build.draft(person, cast.a.posts["economy"]), "reviewed", cast.a.secretary, meetings=meetings)
        for address in (page(meetings["review"]), f"/groups/meetings/{meetings['review'].pk}/"):
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            found.setdefault(address, {})[count] = len(caught)
    assert all(costs[1] == costs[3] for costs in found.values()), found
