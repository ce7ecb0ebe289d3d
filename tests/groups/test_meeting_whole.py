"""One page enters a whole meeting: ten applications at once, what is refused is said at its row, nothing is half done."""

import pytest

from groups.models import Ballot, Placement
from meetings.models import Meeting
from members.models import Village
from tests import build
from tests.groups.minutes import CONFIRM, REVIEW, D, address, filled, of, states, waiting
from tools.workflow.models import StateChange


def test_ten_applications_unanimous_are_one_number_and_one_press(cast):
    ten = waiting(cast, 10)
    Village.objects.filter(pk=cast.a.village.pk).update(representatives=30)
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast), present="24")
    answer = client.post(address(cast), sent | {"held_on": REVIEW})
    assert answer.status_code == 302, answer.content.decode()
    meeting = Meeting.objects.get()
    assert (meeting.entitled, meeting.present, meeting.typed_by) == (30, 24, cast.a.clerk)
    assert set(states(ten)) == {"reviewed"}
    votes = set(Ballot.objects.values_list("meeting", "entitled", "present", "in_favour", "against", "abstained"))
    assert votes == {(meeting.pk, 30, 24, 24, 0, 0)}
    changes = StateChange.objects.filter(move="review")
    assert {(change.happened_on, change.actor) for change in changes} == {(build.DAYS["review"], cast.a.clerk)}
    told = client.get(answer.url).content.decode()
    assert all(application.member.name in told for application in ten)


def test_each_may_come_out_otherwise_and_what_was_not_on_the_agenda_waits(cast):
    one, two, three, four = waiting(cast, 4)
    client = cast.client(cast.a.secretary)
    sent = filled(client, address(cast), held_on=REVIEW, entitled="30", present="24")
    sent |= of(one, recused="1") | of(two, result="passed", in_favour="20", against="3", abstained="1")
    sent |= of(three, result="failed", in_favour="10", against="14") | of(four, result="skipped")
    assert client.post(address(cast), sent).status_code == 302
    assert states([one, two, three, four]) == ["reviewed", "reviewed", "declined", "nominated"]
    counted = Ballot.objects.order_by("application_id").values_list(
        "present", "in_favour", "against", "abstained", "recused"
    )
    assert list(counted) == [(23, 23, 0, 0, 1), (24, 20, 3, 1, 0), (24, 10, 14, 0, 0)]


def test_a_wrong_sum_is_explained_at_its_row_and_nothing_is_written(cast):
    one, two = waiting(cast, 2)
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast), held_on=REVIEW, entitled="30", present="24", chair="赵主持")
    sent |= of(two, result="passed", in_favour="20", against="3")
    answer = client.post(address(cast), sent)
    assert answer.status_code == 422
    rows = {row.application: row for row in answer.context["agenda"].rows}
    assert not rows[one].errors
    assert "20" in str(rows[two].errors) and "23" in str(rows[two].errors) and "24" in str(rows[two].errors)
    assert 'value="赵主持"' in answer.content.decode()
    assert rows[two]["in_favour"].value() == "20"
    assert (states([one, two]), Meeting.objects.count()) == (["nominated", "nominated"], 0)
    # Mended as it says, the same page goes through.
    assert client.post(address(cast), sent | of(two, abstained="1")).status_code == 302


def test_a_vote_that_failed_is_not_recorded_as_passed(cast):
    [one] = waiting(cast, 1)
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast), held_on=REVIEW, entitled="30", present="24")
    answer = client.post(address(cast), sent | of(one, result="passed", in_favour="12", against="12"))
    assert answer.status_code == 422
    assert "13" in str(answer.context["agenda"].rows[0].errors)
    assert not Meeting.objects.exists()


def test_a_quorum_missed_by_one_is_said_once_at_the_number(cast):
    two = waiting(cast, 2)
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast), held_on=REVIEW, entitled="30", present="19")
    answer = client.post(address(cast), sent)
    assert answer.status_code == 422
    assert "20" in str(answer.context["form"].errors["present"])
    assert not any(row.errors for row in answer.context["agenda"].rows)
    assert not Meeting.objects.exists()
    # The meeting alone is recorded as it was, with nothing on its agenda.
    for application in two:
        sent |= of(application, result="skipped")
    assert client.post(address(cast), sent).status_code == 302
    assert (Meeting.objects.get().present, Ballot.objects.count()) == (19, 0)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"result": "unanimous", "in_favour": "20"}, "result"),
        ({"result": "passed"}, "in_favour"),
        ({"result": "passed", "in_favour": "-1"}, "in_favour"),
        ({"result": "elected"}, "result"),
        ({"result": "unanimous", "recused": "25"}, "__all__"),
        ({"result": "unanimous", "version": ""}, "version"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast, typed, field):
    [one] = waiting(cast, 1)
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast), held_on=REVIEW, entitled="30", present="24") | of(one, **typed)
    answer = client.post(address(cast), sent)
    assert answer.status_code in (409, 422)
    assert field in answer.context["agenda"].rows[0].errors or field == "version"
    assert (states([one]), Meeting.objects.count()) == (["nominated"], 0)


def test_a_row_that_moved_on_meanwhile_is_told_and_the_rest_waits_for_a_second_press(cast):
    one, two = waiting(cast, 2)
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast), held_on=REVIEW, entitled="30", present="24")
    build.move(one, "return", cast.a.secretary, reason="材料不全", on=D(2026, 10, 13))
    answer = client.post(address(cast), sent)
    assert answer.status_code == 409
    rows = {row.application: row for row in answer.context["agenda"].rows}
    assert cast.a.secretary.name in str(rows[one].errors)
    assert not rows[two].errors
    assert (states([two]), Meeting.objects.count()) == (["nominated"], 0)
    again = sent | of(one, result="skipped")
    assert client.post(address(cast), again).status_code == 302
    assert states([one, two]) == ["returned", "reviewed"]


def test_a_row_that_was_sent_back_and_waits_again_is_looked_at_again(cast):
    [one] = waiting(cast, 1)
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast), held_on=REVIEW, entitled="30", present="24")
    build.move(one, "return", cast.a.secretary, reason="改岗位", on=D(2026, 10, 13))
    for step in ("apply", "nominate"):
        build.move(
            one,
            step,
            cast.a.clerk,
            on=D(2026, 10, 14),
            **({"nominators": 9, "how": "slips"} if step == "nominate" else {}),
        )
    answer = client.post(address(cast), sent)
    assert (answer.status_code, states([one])) == (409, ["nominated"])
    # The page now shows what is now.
    assert f'value="{one.version}"' in answer.content.decode()


def test_a_double_click_is_one_meeting_and_two_people_with_the_same_minutes_are_told(cast):
    two = waiting(cast, 2)
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast), held_on=REVIEW, entitled="30", present="24")
    other = filled(cast.client(cast.a.secretary), address(cast), held_on=REVIEW, entitled="30", present="24")
    assert client.post(address(cast), sent).url == client.post(address(cast), sent).url
    assert (Meeting.objects.count(), Ballot.objects.count()) == (1, 2)
    answer = cast.client(cast.a.secretary).post(address(cast), other)
    assert answer.status_code == 409
    assert all(cast.a.clerk.name in str(row.errors) for row in answer.context["agenda"].rows)
    for application in two:
        other |= of(application, result="skipped")
    answer = cast.client(cast.a.secretary).post(address(cast), other)
    assert answer.status_code == 422
    assert cast.a.clerk.name in str(answer.context["form"].errors["held_on"])
    assert f"?meeting={Meeting.objects.get().pk}" in answer.content.decode()
    assert Meeting.objects.count() == 1


def test_votes_are_added_to_a_meeting_that_is_recorded(cast):
    one, two = waiting(cast, 2)
    met = build.meeting(cast.a.village, held_on=build.DAYS["review"])
    client, page = cast.client(cast.a.clerk), f"/groups/{cast.a.village.code}/meetings/new/?meeting={met.pk}"
    sent = filled(client, page) | of(two, result="skipped")
    assert client.post(page, sent).url == client.post(page, sent).url == f"/groups/meetings/{met.pk}/"
    assert states([one, two]) == ["reviewed", "nominated"]
    assert Meeting.objects.count() == 1
    foreign = build.meeting(cast.b.village, held_on=build.DAYS["review"])
    assert client.get(f"/groups/{cast.a.village.code}/meetings/new/?meeting={foreign.pk}").status_code == 404


def test_a_clerk_enters_the_review_but_a_failed_vote_and_the_branchs_are_the_secretarys(cast):
    [one] = waiting(cast, 1)
    client = cast.client(cast.a.clerk)
    page = client.get(address(cast))
    assert "failed" not in dict(page.context["agenda"].rows[0].fields["result"].choices)
    sent = filled(client, address(cast), held_on=REVIEW, entitled="30", present="24")
    assert client.post(address(cast), sent | of(one, result="failed", in_favour="1", against="23")).status_code == 422
    assert client.post(address(cast), sent).status_code == 302
    branch = address(cast, "assembly")
    agenda = client.get(branch).context["agenda"]
    assert (agenda.rows, [application for application, _whose in agenda.left]) == ([], [one])
    sent = filled(client, branch, held_on=CONFIRM, entitled="20", present="15", came=[])
    forged = of(one, result="unanimous", version=one.version + 1)
    assert client.post(branch, sent | forged).status_code == 403
    assert client.post(branch, sent).status_code == 302
    assert states([one]) == ["reviewed"]
    assert Meeting.objects.filter(kind="assembly").count() == 1


def test_the_secretarys_own_application_is_left_to_the_township(cast):
    own, other = waiting(cast, 2, "reviewed", [cast.a.secretary_member, build.member(cast.a.branch, "申报人")])
    client, page = cast.client(cast.a.secretary), address(cast, "assembly")
    agenda = client.get(page).context["agenda"]
    assert [row.application for row in agenda.rows] == [other]
    assert [application for application, _whose in agenda.left] == [own]
    sent = filled(client, page, held_on=CONFIRM, entitled="20", present="15", came=[])
    assert client.post(page, sent | of(own, result="unanimous", version=own.version)).status_code == 403
    answer = client.post(page, sent)
    assert answer.status_code == 302
    assert states([own, other]) == ["reviewed", "confirmed"]
    met = Meeting.objects.get(kind="assembly")
    town = cast.client(cast.township)
    more = f"/groups/{cast.a.village.code}/meetings/new/?meeting={met.pk}"
    agenda = town.get(more).context["agenda"]
    assert [row.application for row in agenda.rows] == [own]
    assert town.post(more, filled(town, more) | of(own, recused="1")).status_code == 302
    assert states([own]) == ["confirmed"]


def test_two_for_the_last_seat_are_refused_together_at_the_second_ones_row(cast):
    people = [build.member(cast.a.branch, name) for name in ("争先甲", "争先乙", "另一位")]
    posts = [cast.a.posts["economy-leader"]] * 2 + [cast.a.posts["culture"]]
    meetings = {}
    first, second, third = (
        build.walk(build.draft(person, post), "reviewed", cast.a.secretary, meetings=meetings)
        for person, post in zip(people, posts, strict=True)
    )
    client, page = cast.client(cast.a.secretary), address(cast, "assembly")
    sent = filled(client, page, held_on=CONFIRM, entitled="20", present="15", came=[])
    answer = client.post(page, sent)
    assert answer.status_code == 409
    assert [row.application for row in answer.context["agenda"].rows if row.errors] == [second]
    assert (Placement.objects.count(), Meeting.objects.filter(kind="assembly").count()) == (0, 0)
    sent |= of(second, result="failed", in_favour="5", against="10")
    assert client.post(page, sent).status_code == 302
    assert states([first, second, third]) == ["confirmed", "declined", "confirmed"]


def test_whoever_did_not_ask_himself_agrees_on_the_same_page(cast):
    draft = build.draft(cast.a.members[0], cast.a.posts["economy"], source="branch")
    build.walk(draft, "nominated", cast.a.clerk)
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast), held_on=REVIEW, entitled="30", present="24")
    assert client.post(address(cast), sent).status_code == 422
    assert client.post(address(cast), sent | of(draft, consent_on="2026-11-30")).status_code == 422
    assert client.post(address(cast), sent | of(draft, consent_on="2026-10-09")).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.consent_on) == ("reviewed", D(2026, 10, 9))


def test_the_number_of_representatives_is_asked_once(cast):
    waiting(cast, 1)
    client = cast.client(cast.a.clerk)
    assert client.get(address(cast)).context["form"]["entitled"].value() is None
    sent = filled(client, address(cast), held_on=REVIEW, entitled="33", present="30")
    assert client.post(address(cast), sent).status_code == 302
    village = Village.objects.get(pk=cast.a.village.pk)
    assert (village.representatives, village.history.first().history_user) == (33, cast.a.clerk)
    assert client.get(address(cast)).context["form"]["entitled"].value() == 33
    # Another number in one meeting changes nothing of the village; a joint meeting says nothing of it at all.
    sent = filled(client, address(cast), held_on="2026-10-16", entitled="34", present="30")
    assert client.post(address(cast), sent).status_code == 302
    village.refresh_from_db()
    assert village.representatives == 33
