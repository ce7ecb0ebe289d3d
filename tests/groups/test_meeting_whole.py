"""One page enters a whole meeting: ten applications at once, what is refused is said at its row, nothing is half done."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Application, Ballot, Placement
from meetings.models import Attendance, Meeting
from members.merging import merge
from members.models import Township, Village
from tests import build
from tools.workflow.errors import Refused
from tools.workflow.models import StateChange

D = dt.date
REVIEW, CONFIRM = build.DAYS["review"].isoformat(), build.DAYS["confirm"].isoformat()
ZONES = ("economy", "environment", "livelihood", "culture", "harmony")


def address(cast, kind="villagers", query=""):
    return f"/groups/{cast.a.village.code}/meetings/new/?kind={kind}{query}"


def waiting(cast, count, to="nominated", people=None):
    """Applications of so many members, two to a post; in their own order."""
    people = people or [build.member(cast.a.branch, f"申报{'甲乙丙丁戊己庚辛壬癸'[number]}") for number in range(count)]
    meetings = {}
    drafts = [build.draft(person, cast.a.posts[ZONES[n // 2 % 5]]) for n, person in enumerate(people)]
    return [build.walk(draft, to, cast.a.secretary, meetings=meetings) for draft in drafts]


def filled(client, page, **more):
    """What the browser sends of the page as it stands, with what the person typed on top."""
    context = client.get(page).context
    sent = {}
    for form in (context["form"], *(row for row in context["agenda"].rows)):
        for bound in form:
            value = bound.value()
            sent[bound.html_name] = "" if value is None else value
    return {**sent, **more}


def of(application, **typed):
    return {f"a{application.pk}-{name}": value for name, value in typed.items()}


def states(applications):
    found = dict(Application.objects.filter(pk__in=[a.pk for a in applications]).values_list("pk", "state"))
    return [found[a.pk] for a in applications]


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


def test_who_came_is_ticked_and_counts_and_is_read_in_the_village_alone(cast):
    client, page = cast.client(cast.a.secretary), address(cast, "assembly")
    people = [cast.a.secretary_member, *cast.a.members]
    sent = filled(client, page, held_on=CONFIRM)
    sent["came"] = [person.pk for person in people]
    answer = client.post(page, sent | {"present": "5"})
    assert answer.status_code == 422
    assert "came" in answer.context["form"].errors
    assert client.post(page, sent | {"came": [*sent["came"], cast.b.members[0].pk]}).status_code == 422
    assert client.post(page, sent).status_code == 302
    met = Meeting.objects.get()
    assert (met.entitled, met.present) == (5, 4)
    assert set(met.attendances.values_list("member", flat=True)) == {person.pk for person in people}
    assert people[1].name in client.get(met.get_absolute_url()).content.decode()
    assert not Attendance.objects.visible_to(cast.b.secretary).exists()
    assert not Attendance.objects.visible_to(cast.a.member).exists()
    assert "came" not in client.get(address(cast)).context["form"].fields
    edited = {name: getattr(met, name) for name in ("kind", "held_on", "entitled", "present", "note")}
    assert (
        client.post(f"/meetings/{met.pk}/edit/", edited | {"present": 3, "came": sent["came"][1:]}).status_code == 302
    )
    assert met.attendances.count() == 3


def test_two_records_of_one_person_bring_their_attendances_together_unless_both_were_ticked(cast):
    keep, other = cast.a.members[0], build.member(cast.a.branch, "另一条")
    first, second = (build.meeting(cast.a.village, "assembly", held_on=D(2026, 10, day)) for day in (20, 21))
    Attendance.objects.create(meeting=first, member=other)
    for person in (keep, other):
        twice = Attendance.objects.create(meeting=second, member=person)
    with pytest.raises(Refused):
        merge(keep, other)
    twice.delete()
    merge(keep, other)
    assert set(keep.attendances.values_list("meeting", flat=True)) == {first.pk, second.pk}


def test_the_kind_is_chosen_first_as_the_town_has_set_it(cast):
    Township.objects.update(confirm_by="assembly")
    page = cast.client(cast.a.clerk).get(f"/groups/{cast.a.village.code}/meetings/new/")
    assert [kind for kind, _label, _count in page.context["kinds"]] == ["villagers", "joint", "assembly"]
    assert cast.client(cast.a.clerk).get(address(cast, "committee")).context.get("kinds")
    assert cast.client(cast.a.clerk).get("/groups/meetings/new/").url == f"/groups/{cast.a.village.code}/meetings/new/"
    assert cast.client(cast.township).get("/groups/meetings/new/").status_code == 200


def test_one_application_or_three_cost_the_same_to_read_and_to_write_but_for_the_rows(cast):
    client = cast.client(cast.a.secretary)

    def queries(send):
        with CaptureQueriesContext(connection) as caught:
            assert send().status_code in (200, 302)
        return len(caught)

    read, written = [], []
    for count, day in ((1, "2026-10-15"), (3, "2026-10-16")):
        waiting(
            cast,
            count,
            people=[build.member(cast.a.branch, f"批{'零一二三'[count]}{'甲乙丙'[n]}") for n in range(count)],
        )
        client.get(address(cast))
        read.append(queries(lambda: client.get(address(cast))))
        sent = filled(client, address(cast), held_on=day, entitled="30", present="24", request_id=uuid.uuid4())
        written.append(queries(lambda sent=sent: client.post(address(cast), sent)))
    assert read[0] == read[1]
    # The first meeting also keeps the village's number of representatives.
    assert written[1] <= written[0]
