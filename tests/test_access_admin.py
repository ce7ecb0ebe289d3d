"""The admin: every page of every kind of row x everybody, and the four ways in which a stock admin leaks, each tried."""

import csv
import datetime as dt
import io
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse
from openpyxl import load_workbook

from groups.models import Group, PostTemplate
from members.models import Member, Office, Speciality, Township
from notices.models import Holiday
from tests.access.admin_table import KINDS, SEES, WRITES
from tests.access.people import PEOPLE, doors, gather, knock, things
from tests.people import mandate
from tools.exchange.models import Batch

OPENERS = ("maintainer", "township", "secretary-a", "secretary-b")
VILLAGES = sorted(kind for kind, row in KINDS.items() if row.startswith("V"))
FOREIGN = "南平庄"
"""Every row of village B bears this name somewhere; no page of A's secretary may."""


@pytest.fixture
def town(cast):
    """Both villages with everything in them."""
    cast.things = things(cast.a)
    cast.others = things(cast.b)
    Speciality.objects.create(name="音乐")
    return cast


def model_of(kind):
    return apps.get_model(kind)


def page(kind, name, *args):
    """The address of a page of a kind of row."""
    return reverse(f"admin:{kind.replace('.', '_')}_{name}", args=args)


def row_of(town, kind, where="a"):
    """A row of the kind, in village A where it belongs to one."""
    village, thing = (town.a, town.things) if where == "a" else (town.b, town.others)
    named = {
        "accounts.user": village.clerk, "exchange.batch": thing.batch, "groups.application": thing.application,
        "groups.group": village.groups["culture"], "groups.post": thing.post, "meetings.meeting": thing.meeting,
        "members.branch": village.branch, "members.mandate": thing.mandate, "members.member": thing.member,
        "members.village": village.village, "notices.notice": thing.notice, "notices.objection": thing.objection,
    }  # fmt: skip
    if kind in named:
        return named[kind]
    rows = model_of(kind)._default_manager.all()
    paths = {
        "groups.placement": "post__group__village",
        "groups.scheme": "village",
        "members.office": "member__branch__village",
    }
    return rows.filter(**{paths[kind]: village.village}).first() if kind in paths else rows.first()


def outcome(answer):
    """What a page of the admin said, in a word."""
    if answer.status_code == 302:
        to = answer.url.split("?")[0]
        return {"/accounts/login/": "sign in", "/accounts/password/": "first password"}.get(to, "yes")
    return {200: "yes", 403: "no", 404: "missing"}.get(answer.status_code, answer.status_code)


def test_every_kind_has_a_row_and_none_is_missing():
    assert {model._meta.label_lower for model in admin.site._registry} == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_sees_adds_changes_and_deletes_what_the_table_says(town, kind):
    sees, *writes = KINDS[kind].split()
    seers, (adds, changes, deletes) = SEES[sees], (WRITES[letter] for letter in writes)
    own, other = row_of(town, kind), row_of(town, kind, "b")
    clients, wrong = doors(gather(town)), {}
    for person in OPENERS:
        near, far = (other, own) if person == "secretary-b" else (own, other)
        sees_it, is_secretary = person in seers, person.startswith("secretary")
        seen = "yes" if sees_it else "no"
        gone = "missing" if sees_it else "no"

        def may(people, sees_it=sees_it, person=person):
            return "yes" if sees_it and person in people else "no"

        asked = [
            ("GET", page(kind, "changelist"), seen), ("POST", page(kind, "changelist"), seen),
            ("GET", page(kind, "add"), may(adds)), ("POST", page(kind, "add"), may(adds)),
            ("GET", page(kind, "change", near.pk), seen), ("POST", page(kind, "change", near.pk), may(changes)),
            ("GET", page(kind, "history", near.pk), seen if sees_it else "missing"),
            ("GET", page(kind, "delete", near.pk), may(deletes)), ("POST", page(kind, "delete", near.pk), may(deletes)),
            ("GET", page(kind, "export"), seen), ("POST", page(kind, "export"), seen),
            ("GET", page(kind, "change", 987654), gone), ("GET", page(kind, "history", 987654), "missing"),
        ]  # fmt: skip
        if is_secretary:
            asked += [
                ("GET", page(kind, "change", far.pk), gone), ("GET", page(kind, "history", far.pk), "missing"),
                ("POST", page(kind, "change", far.pk), gone if may(changes) == "yes" else "no"),
                ("POST", page(kind, "delete", far.pk), "no"),
            ]  # fmt: skip
        for method, path, right in asked:
            if (found := outcome(knock(clients[person], method, path))) != right:
                wrong[person, method, path] = (found, right)
    assert wrong == {}


def test_nobody_else_gets_through_any_door_of_it(town):
    """Every address that the admin has, with whatever stands for a row, for everybody without the admin."""
    clients, wrong = doors(gather(town)), {}
    doors_of = {"stranger": "sign in", "disabled": "sign in", "first-password": "first password"}
    outside = [person for person in PEOPLE if person not in OPENERS]
    for path in admin_addresses():
        for person in outside if "change" in path or "export" in path else ("stranger", "viewer", "clerk-a"):
            found = outcome(knock(clients[person], "GET", path))
            if found != doors_of.get(person, "no"):
                wrong[person, path] = found
    assert wrong == {}


def admin_addresses():
    """The admin's own addresses."""
    for entry in admin.site.get_urls():
        for inner in [entry] if isinstance(entry, URLPattern) else entry.url_patterns:
            if inner.name:
                fits = {"object_id": 1, "app_label": "members"}
                args = [fits[name] for name in inner.pattern.converters or inner.pattern.regex.groupindex]
                yield reverse(f"admin:{inner.name}", args=args)


@pytest.mark.parametrize("kind", VILLAGES)
def test_leaks_1_and_2_no_list_filter_or_choice_names_the_other_village(town, kind):
    client, own = town.client(town.a.secretary), row_of(town, kind)
    paths = [page(kind, "changelist"), page(kind, "change", own.pk), page(kind, "add"), page(kind, "history", own.pk)]
    for path in paths:
        answer = client.get(path, follow=True)
        assert answer.status_code in (200, 403)
        assert FOREIGN not in answer.content.decode(), path
    assert FOREIGN in town.client(town.township).get(page(kind, "changelist")).content.decode()


def member_form(member, **more):
    """What the admin's page of a member sends."""
    fields = (
        "name", "sex", "nation", "born", "education", "category", "joined", "confirmed", "job", "phone", "presence",
        "exempt", "public_label", "left_how",
    )  # fmt: skip
    sent = {field: getattr(member, field) for field in fields}
    sent |= {"branch": member.branch_id, "lives_in": member.lives_in_id or "", "left_on": ""}
    return sent | {"offices-TOTAL_FORMS": 0, "offices-INITIAL_FORMS": 0} | more


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


def export(client, kind, asked="", file_format="0"):
    return client.post(f"{page(kind, 'export')}{asked}", {"resource": "0", "format": file_format})


def content(answer):
    return b"".join(answer.streaming_content)


def sheet(answer):
    return [[cell.value or "" for cell in row] for row in load_workbook(io.BytesIO(content(answer))).active.iter_rows()]


def test_an_export_holds_the_rows_and_columns_of_the_list_and_is_recorded(town):
    Member.objects.filter(pk=town.a.members[0].pk).update(phone="19900012345", exempt="age", presence="here")
    answer = export(town.client(town.a.secretary), "members.member")
    head, *rows = sheet(answer)
    assert head == ["姓名", "党支部", "性别", "出生日期", "人员类别", "在村情况", "报到村（居）"]
    assert {row[0] for row in rows} == set(Member.objects.filter(branch=town.a.branch).values_list("name", flat=True))
    assert ["吴庄子党员甲", town.a.branch.name, "男", "1968-05", "正式党员", "在村", ""] in rows
    assert "19900012345" not in str(rows)
    noted = Batch.objects.get(kind="member_export")
    assert (noted.uploaded_by, noted.counts) == (town.a.secretary, {"rows": len(rows)})
    assert "no-store" in answer.headers["Cache-Control"]
    record = town.client(town.township).get(page("exchange.batch", "changelist")).content.decode()
    assert noted.file_name in record


def test_an_export_keeps_search_and_filters_and_takes_no_forged_rows(town):
    client = town.client(town.a.secretary)
    assert [row[0] for row in sheet(export(client, "members.member", "?q=wzzdyj"))[1:]] == ["吴庄子党员甲"]
    forged = {"resource": "0", "format": "0", "export_items": [town.b.members[0].pk]}
    answer = client.post(page("members.member", "export"), forged)
    assert answer["Content-Type"].startswith("text/html") or FOREIGN not in str(sheet(answer))


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "\t=1"])
def test_nothing_that_goes_out_is_run(town, name):
    Member.objects.filter(pk=town.a.members[0].pk).update(name=name)
    client = town.client(town.a.secretary)
    cells = [
        cell for row in load_workbook(io.BytesIO(content(export(client, "members.member")))).active for cell in row
    ]
    found = [cell for cell in cells if cell.value and str(cell.value).strip() == name.strip()]
    assert [cell.data_type for cell in found] == ["s"]
    text = content(export(client, "members.member", file_format="1")).decode("utf-8-sig")
    written = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in written if re.match(r"[=+\-@\t\r＝＋－＠]", cell)]
    assert f"'{name}" in written


def test_a_right_taken_away_stays_in_the_list_of_all_that_were_given(town):
    mandate(town.a.clerk, "clerk", town.b.village, ends_on="2026-02-01")
    listed = town.client(town.township).get(page("members.mandate", "changelist"))
    assert listed.context["cl"].result_count == town.a.clerk.mandates.model.objects.count()


def test_an_account_is_closed_here_and_the_township_reads_by_whom_and_when(town):
    client, account = town.client(town.township), town.a.clerk
    path = page("accounts.user", "change", account.pk)
    shown = client.get(path).content.decode()
    assert account.password not in shown
    assert 'name="password"' not in shown
    assert client.post(path, {"name": account.name}).status_code == 302
    account.refresh_from_db()
    assert not account.is_active
    entry = LogEntry.objects.get()
    assert (entry.user, entry.action_time.isoformat()) == (town.township, "2026-11-23T02:00:00+00:00")
    assert town.township.name in client.get(page("accounts.user", "history", account.pk)).content.decode()


def test_nobody_closes_his_own_account_and_the_maintainers_are_not_the_towns(town):
    client = town.client(town.township)
    client.post(page("accounts.user", "change", town.township.pk), {"name": "新名", "is_active": ""})
    town.township.refresh_from_db()
    assert (town.township.name, town.township.is_active) == ("新名", True)
    assert client.get(page("accounts.user", "change", town.maintainer.pk)).status_code == 404


def test_a_record_that_keeps_versions_is_logged_once(town):
    client, person = town.client(town.a.secretary), town.things.member
    client.post(page("members.member", "change", person.pk), member_form(person, job="务农"))
    version = Member.history.filter(id=person.pk).first()
    assert (version.job, version.history_user) == ("务农", town.a.secretary)
    assert not LogEntry.objects.exists()
    assert "务农" in client.get(page("members.member", "history", person.pk)).content.decode()


def test_offices_are_entered_with_their_member(town):
    person = town.things.member
    more = {
        "offices-TOTAL_FORMS": 1, "offices-INITIAL_FORMS": 0, "offices-0-kind": "committee", "offices-0-starts_on": "2026-01-01",
        "offices-0-ends_on": "", "offices-0-member": person.pk,
    }  # fmt: skip
    answer = town.client(town.a.secretary).post(
        page("members.member", "change", person.pk), member_form(person, **more)
    )
    assert answer.status_code == 302
    assert Office.objects.get(member=person).kind == "committee"


def test_the_maintainer_keeps_settings_in_order_and_signs_nothing(town):
    client, row = town.client(town.maintainer), Township.objects.get()
    sent = {
        field.name: getattr(row, field.name) for field in Township._meta.fields if field.editable and field.name != "id"
    }
    assert client.post(page("members.township", "change", 1), sent | {"posting_days": 7}).status_code == 302
    assert Township.objects.get().posting_days == 7
    assert Township.history.first().history_user == town.maintainer
    assert client.post(page("members.township", "change", 1), sent | {"posting_days": 2}).status_code == 200
    assert Township.objects.get().posting_days == 7


def test_a_holiday_and_a_post_of_the_catalogue_are_taken_out_again(town):
    client = town.client(town.township)
    for kind, row in (
        ("notices.holiday", Holiday.objects.first()),
        ("groups.posttemplate", PostTemplate.objects.first()),
    ):
        assert client.post(page(kind, "delete", row.pk), {"post": "yes"}).status_code == 302
        assert not type(row).objects.filter(pk=row.pk).exists()
        assert type(row).history.filter(**{row._meta.pk.attname: row.pk}).first().history_type == "-"


def test_no_list_deletes_in_bulk(town):
    for kind in KINDS:
        row = row_of(town, kind)
        sent = {"action": "delete_selected", "_selected_action": [row.pk], "index": "0", "post": "yes"}
        town.client(town.township).post(page(kind, "changelist"), sent)
        assert type(row)._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_list_asks_as_much_with_three_rows_as_with_one(town, kind):
    client, path = town.client(town.township), page(kind, "changelist")
    rows = model_of(kind)._default_manager
    admin_of = admin.site.get_model_admin(model_of(kind))
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:3])
    counts = []
    for several in (keys[:1], keys):
        kept = type(admin_of).get_queryset
        type(admin_of).get_queryset = lambda self, request, several=several, kept=kept: kept(self, request).filter(
            pk__in=several
        )
        try:
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
        finally:
            type(admin_of).get_queryset = kept
        counts.append(len(asked))
    assert counts[0] == counts[-1]


def test_the_admins_sign_in_is_the_one_door(client, db):
    answer = client.get("/admin/login/?next=/admin/")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/admin/")
    for path in ("/admin/", "/admin/password_change/", "/admin/whatever/", "/admin/members/member/1/change/"):
        assert client.get(path).url == f"/accounts/login/?next={path}"
