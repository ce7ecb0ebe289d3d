"""The admin's sheets, logs and settings: what goes out, what is logged, what nobody deletes, what a list costs."""

import csv
import io
import re

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from groups.models import PostTemplate
from members.models import Member, Office, Township
from notices.models import Holiday
from tests.access.admin_table import KINDS
from tests.access.records import FOREIGN, member_form, model_of, page, row_of
from tests.people import mandate
from tools.exchange.models import Batch


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
