"""One page records the nominations of a village: day and way once, a number for each; who is left empty waits on."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Nomination
from tests import build
from tests.groups.minutes import D, of, states, waiting
from tools.workflow.models import StateChange


def address(cast, query=""):
    return f"/groups/{cast.a.village.code}/nominations/new/{query}"


def filled(client, page, **more):
    """What the browser sends of the page as it stands, with what the person typed on top."""
    shown = client.get(page).context["nominations"]
    bounds = [bound for form in (shown.common, *shown.rows) for bound in form]
    sent = {bound.html_name: "" if bound.value() is None else bound.value() for bound in bounds}
    return sent | {"happened_on": "2026-10-12", "how": "slips"} | more


def recorded():
    rows = Nomination.objects.order_by("application_id")
    return list(rows.values_list("nominators", "how", "happened_on"))


def rows_of(answer):
    return {row.application: row for row in answer.context["nominations"].rows}


def test_ten_nominations_are_ten_numbers_and_one_press(cast):
    ten = waiting(cast, 10, "applied")
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast))
    for number, application in enumerate(ten):
        sent |= of(application, nominators=str(20 + number))
    answer = client.post(address(cast), sent)
    assert answer.status_code == 302, answer.content.decode()
    assert set(states(ten)) == {"nominated"}
    assert recorded() == [(20 + number, "slips", D(2026, 10, 12)) for number in range(10)]
    trail = StateChange.objects.filter(move="nominate")
    assert {(change.actor, change.acted_as, change.happened_on) for change in trail} == {
        (cast.a.clerk, "clerk", D(2026, 10, 12))
    }
    told = client.get(answer.url).content.decode()
    assert "登记了 10 人的举荐" in told
    assert all(application.member.name in told for application in ten)


def test_who_is_left_empty_waits_on_and_is_named_and_a_row_may_say_otherwise(cast):
    one, two, three = waiting(cast, 3, "applied")
    client = cast.client(cast.a.secretary)
    sent = filled(client, address(cast, "?next=/desk/"))
    sent |= of(one, nominators="12") | of(two, nominators="9", how="meeting", happened_on="2026-10-13")
    answer = client.post(address(cast, "?next=/desk/"), sent)
    assert answer.url == "/desk/"
    assert states([one, two, three]) == ["nominated", "nominated", "applied"]
    assert recorded() == [(12, "slips", D(2026, 10, 12)), (9, "meeting", D(2026, 10, 13))]
    told = client.get(answer.url).content.decode()
    assert f"没有填人数、仍待登记的：{three.member.name}。" in told
    # The next time the page begins with the way that was used last.
    assert client.get(address(cast)).context["form"]["how"].value() == "meeting"


def test_a_way_back_leads_nowhere_else(cast):
    [one] = waiting(cast, 1, "applied")
    client = cast.client(cast.a.secretary)
    sent = filled(client, address(cast)) | of(one, nominators="12")
    answer = client.post(address(cast, "?next=https://elsewhere.example/"), sent)
    assert answer.url == f"/groups/applications/?village={cast.a.village.code}&state=nominated"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"nominators": "0"}, "nominators"),
        ({"nominators": "-3"}, "nominators"),
        ({"nominators": "十二"}, "nominators"),
        ({"nominators": "100001"}, "nominators"),
        ({"how": "meeting"}, "nominators"),
        ({"nominators": "12", "how": "telepathy"}, "how"),
        ({"nominators": "12", "happened_on": "2026-11-24"}, "happened_on"),
        ({"nominators": "12", "happened_on": "2026-10-07"}, "__all__"),
        ({"nominators": "12", "version": ""}, "__all__"),
    ],
)
def test_what_cannot_be_is_said_at_its_row_and_nothing_is_recorded(cast, typed, field):
    one, two = waiting(cast, 2, "applied")
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast)) | of(one, nominators="7") | of(two, **typed)
    answer = client.post(address(cast), sent)
    assert answer.status_code in (409, 422)
    rows = rows_of(answer)
    assert (list(rows[two].errors), dict(rows[one].errors)) == ([field], {})
    assert rows[one]["nominators"].value() == "7"
    assert (states([one, two]), recorded()) == (["applied", "applied"], [])


@pytest.mark.parametrize(("typed", "field"), [({"happened_on": "2026-11-24"}, "happened_on"), ({"how": ""}, "how")])
def test_what_is_wrong_with_all_is_said_once_above(cast, typed, field):
    two = waiting(cast, 2, "applied")
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast)) | typed
    for application in two:
        sent |= of(application, nominators="12")
    answer = client.post(address(cast), sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not any(row.errors for row in answer.context["nominations"].rows)
    assert recorded() == []


def test_nothing_typed_is_said_and_an_empty_day_is_today(cast):
    [one] = waiting(cast, 1, "applied")
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast), happened_on="")
    assert client.post(address(cast), sent).status_code == 422
    assert client.post(address(cast), sent | of(one, nominators="12")).status_code == 302
    assert recorded() == [(12, "slips", D(2026, 11, 23))]


def test_a_double_click_is_one_nomination_each_with_the_same_answer(cast):
    two = waiting(cast, 2, "applied")
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast))
    for application in two:
        sent |= of(application, nominators="12")
    first, second = (client.post(address(cast), sent) for _press in range(2))
    assert (first.status_code, first.url) == (second.status_code, second.url) == (302, first.url)
    assert (Nomination.objects.count(), StateChange.objects.filter(move="nominate").count()) == (2, 2)


def test_the_page_gone_back_to_records_the_others_and_says_of_a_number_typed_anew_that_it_is_not_taken(cast):
    one, two, three = waiting(cast, 3, "applied")
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast)) | of(one, nominators="12")
    assert client.post(address(cast), sent).status_code == 302
    assert client.post(address(cast), sent | of(two, nominators="8")).status_code == 302
    assert states([one, two, three]) == ["nominated", "nominated", "applied"]
    answer = client.post(address(cast), sent | of(one, nominators="13") | of(three, nominators="5"))
    assert answer.status_code == 409
    rows = rows_of(answer)
    assert cast.a.clerk.name in str(rows[one].errors)
    assert not rows[three].errors
    page = answer.content.decode()
    assert "这里填的“13”没有登记" in page
    assert states([three]) == ["applied"]
    # The page as it stands now, pressed again: the rest is recorded.
    again = {name: value for name, value in sent.items() if f'name="{name}"' in page} | of(three, nominators="5")
    assert client.post(address(cast), again).status_code == 302
    assert recorded() == [(12, "slips", D(2026, 10, 12)), (8, "slips", D(2026, 10, 12)), (5, "slips", D(2026, 10, 12))]


def test_who_moved_on_meanwhile_is_told_with_whose_deed_it_was_and_the_rest_waits_for_a_second_press(cast):
    one, two = waiting(cast, 2, "applied")
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast)) | of(one, nominators="12") | of(two, nominators="9")
    build.move(one, "return", cast.a.secretary, reason="材料不全", on=D(2026, 10, 11))
    answer = client.post(address(cast), sent)
    assert answer.status_code == 409
    rows = rows_of(answer)
    assert cast.a.secretary.name in str(rows[one].errors)
    assert not rows[two].errors
    assert states([one, two]) == ["returned", "applied"]
    # Sent back and handed in anew while the page stood open: looked at again.
    build.move(one, "apply", cast.a.clerk, on=D(2026, 10, 11))
    answer = client.post(address(cast), sent)
    assert (answer.status_code, states([two])) == (409, ["applied"])
    assert f'value="{one.version}"' in answer.content.decode()
    assert client.post(address(cast), sent | of(one, version=one.version)).status_code == 302
    assert states([one, two]) == ["nominated", "nominated"]


def test_what_was_taken_back_is_recorded_anew_from_a_new_page(cast):
    [one] = waiting(cast, 1, "applied")
    client = cast.client(cast.a.clerk)
    sent = filled(client, address(cast)) | of(one, nominators="12")
    assert client.post(address(cast), sent).status_code == 302
    build.move(one, "undo", cast.a.clerk, on=D(2026, 11, 23))
    assert client.post(address(cast), sent).status_code == 409
    assert client.post(address(cast), filled(client, address(cast)) | of(one, nominators="11")).status_code == 302
    assert recorded() == [(11, "slips", D(2026, 10, 12))]


def test_only_this_village_is_on_the_page_and_what_is_not_handed_in_is_named_apart(cast):
    [one] = waiting(cast, 1, "applied")
    draft = build.draft(cast.a.members[0], cast.a.posts["culture"])
    foreign = build.walk(build.draft(cast.b.members[0], cast.b.posts["culture"]), "applied", cast.b.secretary)
    client = cast.client(cast.a.clerk)
    shown = client.get(address(cast)).context["nominations"]
    assert ([row.application for row in shown.rows], shown.left) == ([one], [draft])
    sent = filled(client, address(cast)) | of(one, nominators="12") | of(foreign, nominators="12", version="1")
    assert client.post(address(cast), sent).status_code == 302
    assert states([one, foreign]) == ["nominated", "applied"]
    empty = client.get(address(cast))
    assert empty.status_code == 200
    assert "现在没有等待登记举荐的申报" in empty.content.decode()


@pytest.mark.parametrize(
    ("who", "code"), [("township", 200), ("liaison", 200), ("viewer", 403), ("maintainer", 403), ("a.leader", 403)]
)
def test_whoever_types_for_the_village_has_the_page_and_nobody_else(cast, who, code):
    waiting(cast, 1, "applied")
    user = cast.a.leader if who == "a.leader" else getattr(cast, who)
    assert cast.client(user).get(address(cast)).status_code == code
    assert cast.client(cast.b.secretary).get(address(cast)).status_code == 404


def test_the_desk_and_the_list_of_applications_lead_there(cast):
    one, two = waiting(cast, 2, "applied")
    client, link = cast.client(cast.a.clerk), f'href="{address(cast, "?next=%2Fdesk%2F")}"'
    assert link in client.get("/desk/").content.decode()
    assert f'href="{address(cast)}"' in client.get("/groups/applications/").content.decode()
    town = cast.client(cast.township)
    assert address(cast) not in town.get("/groups/applications/").content.decode()
    asked = f"/groups/applications/?village={cast.a.village.code}"
    assert f'href="{address(cast)}"' in town.get(asked).content.decode()
    assert address(cast) not in cast.client(cast.viewer).get(asked).content.decode()
    build.move(two, "nominate", cast.a.clerk, nominators=12, how="slips")
    assert address(cast) not in client.get("/desk/").content.decode()
    build.move(one, "nominate", cast.a.clerk, nominators=12, how="slips")
    assert address(cast) not in client.get("/groups/applications/").content.decode()


def test_one_application_or_three_cost_the_same_to_read_and_to_write(cast):
    client = cast.client(cast.a.secretary)

    def queries(send):
        with CaptureQueriesContext(connection) as caught:
            assert send().status_code in (200, 302)
        return len(caught)

    read, written = [], []
    for count in (1, 3):
        people = [build.member(cast.a.branch, f"批{'零一二三'[count]}{'甲乙丙'[n]}") for n in range(count)]
        found = waiting(cast, count, "applied", people=people)
        client.get(address(cast))
        read.append(queries(lambda: client.get(address(cast))))
        sent = filled(client, address(cast), request_id=str(uuid.uuid4()))
        for application in found:
            sent |= of(application, nominators="12")
        written.append(queries(lambda sent=sent: client.post(address(cast), sent)))
    assert read[0] == read[1] <= 12
    assert written[0] == written[1] <= 30
