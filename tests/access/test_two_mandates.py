"""Somebody with two mandates has in each village what that village gave him, and loses with a mandate what it opened."""

import pytest
from django.urls import reverse

from groups.models import Group
from members.models import Member, Office
from tests import build
from tests.access.records import FOREIGN, member_form, page
from tests.people import account, mandate

PHONE, EXEMPT = "19900012345", "年事已高"


@pytest.fixture
def other(town):
    """A member of the other village with what is not everybody's to read."""
    Member.objects.filter(pk=town.b.members[0].pk).update(phone=PHONE, exempt="age")
    return Member.objects.get(pk=town.b.members[0].pk)


def test_the_clerk_of_b_does_not_act_as_its_secretary_because_he_is_as(town, other):
    mandate(town.a.secretary, "clerk", town.b.village)
    client, group = town.client(town.a.secretary), town.b.groups["harmony"]
    acting = {
        "duties": "",
        "requirements": "",
        "acting_leader": other.pk,
        "acting_from": "2026-11-01",
        "acting_until": "2026-12-31",
    }
    for path, sent in (
        (page("groups.group", "change", group.pk), acting),
        (page("members.village", "change", town.b.village.pk), {"phone": "0315-7654321", "representatives": 3}),
        (page("members.member", "change", other.pk), member_form(other, job="瓦匠")),
    ):
        assert client.get(path).status_code == 404
        assert client.post(path, sent).status_code == 404
    assert Group.objects.get(pk=group.pk).acting_leader is None
    assert FOREIGN not in client.get(page("members.member", "changelist")).content.decode()
    assert client.get(page("members.member", "change", town.things.member.pk)).status_code == 200
    assert page("members.member", "change", other.pk) not in client.get(other.get_absolute_url()).content.decode()
    assert PHONE in client.post(other.get_absolute_url()).content.decode()  # As a clerk, at the desk.


def test_a_viewer_who_is_secretary_somewhere_reads_no_telephone_of_elsewhere(town, other):
    user = account("viewer-too", "查阅兼书记")
    mandate(user, "viewer")
    mandate(user, "secretary", town.a.village)
    client = town.client(user)
    for path in (
        page("members.member", "change", other.pk),
        page("members.member", "history", other.pk),
        page("members.member", "changelist") + "?q=npz",
        other.get_absolute_url(),
        reverse("members:member_history", args=[other.pk]),
        reverse("members:member_list"),
    ):
        text = client.get(path).content.decode()
        assert PHONE not in text, path
        assert EXEMPT not in text, path
    assert client.get(page("members.member", "change", town.things.member.pk)).status_code == 200


def test_the_secretary_of_two_villages_goes_from_one_to_the_other(town):
    mandate(town.a.secretary, "secretary", town.b.village)
    client = town.client(town.a.secretary)
    home = client.get(reverse("desk:home")).content.decode()
    assert town.a.village.code in home and town.b.village.code in home
    for letter, other in (("a", "b"), ("b", "a")):
        here, there = getattr(town, letter), getattr(town, other)
        asked = {"village": here.village.code}
        listed = client.get(reverse("members:member_list"), asked).content.decode()
        assert here.members[0].name in listed and there.members[0].name not in listed
        assert here.members[0].name in client.get(reverse("desk:home"), asked).content.decode()
        form = client.get(reverse("groups:application_new"), asked).context["form"]
        assert set(form.fields["member"].queryset) <= set(Member.objects.of_village(here.village.pk))
        assert client.get(page("members.member", "change", here.members[0].pk)).status_code == 200


def test_what_was_sent_in_for_a_village_is_closed_with_its_mandate(town, clock):
    """The other mandate lets him bring sheets; the people of the village that is no longer his are not read by it."""
    user = town.a.secretary
    mandate(user, "clerk", town.b.village)
    client, done, waiting = town.client(user), town.things.taken_batch, town.things.batch
    opened = [
        reverse("members:batch_detail", args=[done.pk]),
        reverse("members:roster_preview", args=[waiting.pk]),
        reverse("members:roster_report", args=[waiting.pk]),
    ]
    assert [client.get(path).status_code for path in opened] == [200, 200, 200]
    clock.forward(minutes=10)
    user.mandates.filter(village=town.a.village).update(taken_at=clock.forward(minutes=1))
    assert [client.get(path).status_code for path in opened] == [404, 404, 404]
    assert client.post(reverse("members:batch_undo", args=[done.pk])).status_code == 404
    assert done.file_name not in client.get(reverse("members:batch_list")).content.decode()
    assert town.client(town.township).get(opened[0]).status_code == 200


def test_an_office_of_elsewhere_and_one_that_is_not_there_answer_alike(town):
    """Among the rows below a member's page a key is one of those on the page."""
    far = Office.objects.create(member=town.b.members[1], kind="head")
    Office.objects.create(member=town.things.member, kind="committee")
    person, client = town.things.member, town.client(town.a.secretary)
    said = []
    for key in (far.pk, 987654):
        more = {
            "offices-TOTAL_FORMS": 1, "offices-INITIAL_FORMS": 1, "offices-0-id": key, "offices-0-member": person.pk,
            "offices-0-kind": "deputy", "offices-0-starts_on": "", "offices-0-ends_on": "",
        }  # fmt: skip
        answer = client.post(page("members.member", "change", person.pk), member_form(person, **more))
        said.append((answer.status_code, str(answer.context["errors"]).replace(str(key), "")))
    assert said[0] == said[1]
    assert said[0][0] == 200
    far.refresh_from_db()
    assert (far.kind, far.member) == ("head", town.b.members[1])


def test_no_member_of_the_other_village_leads_a_group_for_the_time_being(town):
    """Also where both villages are one person's."""
    mandate(town.a.secretary, "secretary", town.b.village)
    sent = {"duties": "", "requirements": "", "acting_from": "2026-11-01", "acting_until": "2026-12-31"}
    group = town.a.groups["harmony"]
    answer = town.client(town.a.secretary).post(
        page("groups.group", "change", group.pk), sent | {"acting_leader": town.b.members[0].pk}
    )
    assert answer.status_code == 200
    assert Group.objects.get(pk=group.pk).acting_leader is None


def test_a_draft_of_elsewhere_is_not_posted_by_its_key(town):
    """A confirmed application of the other village on one's own list."""
    far = build.walk(build.draft(town.b.secretary_member, town.b.posts["economy"]), "applied", town.b.clerk)
    path = reverse("groups:notice_new", args=[town.a.village.code])
    answer = town.client(town.a.secretary).post(path, {"title": "公示", "organ": "支部", "picked": [far.pk]})
    assert answer.status_code == 422
