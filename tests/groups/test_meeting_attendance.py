"""Who came is ticked; the kind is chosen first; what the page costs."""

import uuid

from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Attendance, Meeting
from members.merging import merge
from members.models import Township
from tests import build
from tests.groups.minutes import CONFIRM, D, address, filled, waiting


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


def test_two_records_of_one_person_bring_their_attendances_together(cast):
    keep, other = cast.a.members[0], build.member(cast.a.branch, "另一条")
    first, second = (build.meeting(cast.a.village, "assembly", held_on=D(2026, 10, day)) for day in (20, 21))
    Attendance.objects.create(meeting=first, member=other)
    for person in (keep, other):
        Attendance.objects.create(meeting=second, member=person)
    merge(keep, other)
    assert sorted(Attendance.objects.values_list("member", "meeting")) == [(keep.pk, first.pk), (keep.pk, second.pk)]


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
