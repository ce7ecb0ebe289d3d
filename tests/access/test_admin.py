"""The admin: every page of every kind of row x everybody, and the four ways in which a stock admin leaks, each tried."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from groups.models import Group
from members.models import Member, Office
from tests.access.admin_table import KINDS
from tests.access.records import FOREIGN, VILLAGES, member_form, page, row_of


def test_every_kind_has_a_row_and_none_is_missing():
    assert {model._meta.label_lower for model in admin.site._registry} == set(KINDS)


@pytest.mark.parametrize("kind", VILLAGES)
def test_leaks_1_and_2_no_list_filter_or_choice_names_the_other_village(town, kind):
    client, own = town.client(town.a.secretary), row_of(town, kind)
    paths = [page(kind, "changelist"), page(kind, "change", own.pk), page(kind, "add"), page(kind, "history", own.pk)]
    for path in paths:
        answer = client.get(path, follow=True)
        assert answer.status_code in (200, 403)
        assert FOREIGN not in answer.content.decode(), path
    assert FOREIGN in town.client(town.township).get(page(kind, "changelist")).content.decode()


@pytest.mark.parametrize("forged", ["branch", "lives_in"])
def test_leak_3_a_forged_key_is_not_written(town, forged):
    person, client = town.things.member, town.client(town.a.secretary)
    more = {"branch": {"branch": town.b.branch.pk}, "lives_in": {"lives_in": town.b.village.pk}}[forged]
    changed = client.post(page("members.member", "change", person.pk), member_form(person, **more))
    added = client.post(page("members.member", "add"), member_form(person, name="新人", **more))
    for answer in (changed, added):
        assert answer.status_code == 200
        assert list(answer.context["adminform"].form.errors) == [forged]
    person.refresh_from_db()
    assert (person.branch, person.lives_in) == (town.a.branch, None)
    assert not Member.objects.filter(name="新人").exists()


def test_leak_3_an_office_is_not_hung_on_a_member_of_elsewhere(town):
    client, before = town.client(town.a.secretary), Office.objects.count()
    sent = {"member": town.b.members[0].pk, "kind": "head", "starts_on": "", "ends_on": ""}
    assert client.post(page("members.office", "add"), sent).status_code == 200
    assert Office.objects.count() == before
    assert client.post(page("members.office", "add"), sent | {"member": town.a.members[0].pk}).status_code == 302


def test_leak_3_nobody_of_elsewhere_leads_for_the_time_being(town):
    group = town.a.groups["harmony"]
    sent = {"duties": "", "requirements": "", "acting_from": "2026-11-01", "acting_until": "2026-12-31"}
    client, path = town.client(town.a.secretary), page("groups.group", "change", group.pk)
    assert client.post(path, sent | {"acting_leader": town.b.members[0].pk}).status_code == 200
    assert Group.objects.get(pk=group.pk).acting_leader is None
    assert client.post(path, sent | {"acting_leader": town.a.members[1].pk}).status_code == 302
    assert Group.objects.get(pk=group.pk).acting_leader == town.a.members[1]


@pytest.mark.parametrize("lives_in", ["", "a"])
def test_leak_4_an_own_row_is_not_moved_out_of_the_village(town, lives_in):
    """The secretary's own record moved to the school: its branch is offered to him, as his own, in every drop-down.

    Nobody is moved there by him, neither out of sight nor, as somebody who reports in to his village, within it.
    """
    Member.objects.filter(pk=town.a.secretary_member.pk).update(branch=town.school, lives_in=town.a.village)
    person, client = town.things.member, town.client(town.a.secretary)
    own_page = page("members.member", "change", person.pk)
    assert town.school.name in client.get(own_page).content.decode()
    sent = member_form(person, branch=town.school.pk, lives_in=town.a.village.pk if lives_in else "")
    for path in (own_page, page("members.member", "add")):
        assert client.post(path, sent | {"job": "新工作"}).status_code == 403
    person.refresh_from_db()
    assert (person.branch, person.job) == (town.a.branch, "")
    assert Member.objects.filter(branch=town.school).count() == 1
    assert Member.history.filter(job="新工作").count() == 0


def test_who_reports_in_is_seen_and_not_changed(town):
    Member.objects.filter(pk=town.b.members[2].pk).update(branch=town.school, lives_in=town.a.village)
    client, path = town.client(town.a.secretary), page("members.member", "change", town.b.members[2].pk)
    assert client.get(path).status_code == 200
    assert client.post(path, member_form(town.b.members[2], branch=town.a.branch.pk)).status_code == 403


def test_a_right_lost_while_the_form_was_open_writes_nothing(town):
    person, client = town.things.member, town.client(town.a.secretary)
    path = page("members.member", "change", person.pk)
    assert client.get(path).status_code == 200
    town.a.secretary.mandates.update(taken_at=dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC))
    assert client.post(path, member_form(person, job="务农")).status_code == 403
    person.refresh_from_db()
    assert person.job == ""


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("members.member", "number_hash__startswith=a"), ("members.member", "branch__village__name__startswith=吴"),
     ("accounts.user", "password__startswith=pbkdf2"), ("members.mandate", "user__password__contains=a"),
     ("exchange.batch", "payload__contains=a")],
)  # fmt: skip
def test_nothing_is_guessed_letter_by_letter_through_the_address(town, kind, asked):
    client = town.client(town.township)
    assert client.get(f"{page(kind, 'changelist')}?{asked}").status_code == 400
    assert client.get(f"{page(kind, 'export')}?{asked}").status_code == 400
    offered = {"members.member": "branch__id__exact=1", "accounts.user": "is_active__exact=1"}.get(kind)
    if offered:
        assert client.get(f"{page(kind, 'changelist')}?{offered}").status_code == 200


def test_the_redirect_to_any_object_is_gone(town):
    kind = ContentType.objects.get_for_model(Member)
    for user in (town.township, town.a.secretary):
        assert town.client(user).get(f"/admin/r/{kind.pk}/{town.b.members[0].pk}/").status_code == 404
        assert town.client(user).get(f"/admin/r/{kind.pk}/{town.a.members[0].pk}/").status_code == 404


def test_the_search_of_a_choice_field_stays_in_scope(town):
    asked = "?app_label=groups&model_name=group&field_name=acting_leader&term="
    found = town.client(town.a.secretary).get(reverse("admin:autocomplete") + asked + "党员").json()["results"]
    assert {int(row["id"]) for row in found} == {member.pk for member in town.a.members}
    assert town.client(town.a.secretary).get(reverse("admin:autocomplete") + asked + FOREIGN).json()["results"] == []


def test_a_former_version_has_no_page(town):
    town.things.member.save()
    version = Member.history.filter(id=town.things.member.pk).first()
    path, client = page("members.member", "history", town.things.member.pk), town.client(town.township)
    assert client.get(path).status_code == 200
    assert client.get(f"{path}{version.pk}/", follow=True).status_code == 404
