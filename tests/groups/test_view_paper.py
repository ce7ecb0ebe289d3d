"""An application walked from paper through the pages: the day it happened, the quorum in words, the meetings offered."""

import uuid

from groups.models import Application, Placement
from meetings.models import Meeting
from notices.models import Notice
from tests import build
from tests.groups.test_view_applications import NEW, D, new


def press(client, thing, name, **fields):
    thing.refresh_from_db()
    sent = {"request_id": uuid.uuid4(), "version": thing.version} | fields
    return client.post(f"/moves/{thing._meta.label_lower}/{thing.pk}/{name}/", sent)


def held(client, village, kind, on, entitled, present):
    sent = {"request_id": uuid.uuid4(), "kind": kind, "held_on": on, "entitled": entitled, "present": present}
    assert client.post(f"/meetings/new/?village={village.code}", sent).status_code == 302
    return Meeting.objects.order_by("pk").last()


def test_a_paper_dated_last_month_walks_to_its_seat_by_pages_alone(cast):
    client = cast.client(cast.a.secretary)
    client.post(NEW, new(cast, apply="1"))
    application = Application.objects.get()
    assert (
        press(client, application, "nominate", nominators=14, how="slips", happened_on="2026-10-12").status_code == 302
    )
    review = held(client, cast.a.village, "villagers", "2026-10-15", 30, 24)
    votes = {"meeting": review.pk, "in_favour": 20, "against": 3, "abstained": 1, "happened_on": "2026-10-15"}
    assert press(client, application, "review", **votes).status_code == 302
    branch = held(client, cast.a.village, "assembly", "2026-10-20", 20, 15)
    votes = {"meeting": branch.pk, "in_favour": 15, "against": 0, "abstained": 0, "happened_on": "2026-10-20"}
    assert press(client, application, "confirm", **votes).status_code == 302
    words = client.get(f"/groups/{cast.a.village.code}/notice/").context["form"].initial
    sent = {"request_id": uuid.uuid4(), "picked": [application.pk]} | words
    assert client.post(f"/groups/{cast.a.village.code}/notice/", sent).status_code == 302
    notice = Notice.objects.get()
    assert press(client, notice, "open", opens_on="2026-10-21").status_code == 302
    notice.refresh_from_db()
    assert notice.ends_on == D(2026, 10, 27)
    assert press(client, notice, "conclude", stated="on", happened_on="2026-10-28").status_code == 302
    placement = Placement.objects.get()
    assert (placement.member, placement.held_from) == (cast.a.members[0], D(2026, 10, 28))
    page = client.get(application.get_absolute_url())
    assert [step["day"] for step in page.context["steps"]] == [
        D(2026, 10, 8), D(2026, 10, 12), D(2026, 10, 15), D(2026, 10, 20), D(2026, 10, 21), D(2026, 10, 28),
    ]  # fmt: skip
    [recorded] = page.context["rounds"]
    assert (recorded["nomination"].nominators, [b.in_favour for b in recorded["ballots"]]) == (14, [20, 15])


def test_a_quorum_missed_by_one_is_refused_with_the_arithmetic(cast):
    client = cast.client(cast.a.secretary)
    application = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "nominated", cast.a.secretary)
    short = held(client, cast.a.village, "villagers", "2026-10-15", 30, 19)
    votes = {"meeting": short.pk, "in_favour": 19, "against": 0, "abstained": 0, "happened_on": "2026-10-15"}
    answer = press(client, application, "review", **votes)
    assert answer.status_code == 422
    sentence = str(answer.context["form"].non_field_errors())
    assert all(number in sentence for number in ("30", "20", "19"))
    application.refresh_from_db()
    assert application.state == "nominated"
    enough = held(client, cast.a.village, "villagers", "2026-10-15", 30, 20)
    lost = votes | {"meeting": enough.pk, "in_favour": 10, "against": 10}
    assert press(client, application, "review", **lost).status_code == 422
    assert press(client, application, "review", **(lost | {"in_favour": 11, "against": 9})).status_code == 302


def test_the_meetings_offered_are_the_villages_own_and_of_the_right_kind(cast):
    application = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "nominated", cast.a.secretary)
    right = build.meeting(cast.a.village, held_on=build.DAYS["review"])
    build.meeting(cast.a.village, "assembly", held_on=build.DAYS["review"])
    foreign = build.meeting(cast.b.village, held_on=build.DAYS["review"])
    client = cast.client(cast.township)
    page = client.get(f"/moves/groups.application/{application.pk}/review/")
    assert list(page.context["form"].fields["meeting"].queryset) == [right]
    votes = build.votes(foreign) | {"meeting": foreign.pk, "happened_on": "2026-10-15"}
    assert press(client, application, "review", **votes).status_code == 422
