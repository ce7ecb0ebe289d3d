"""Desk and records at work in a real browser: forms, downloads, calendars, boxes with a search."""

import pytest
from django.urls import reverse

from groups.models import Group
from members.models import Member, Office
from notices.models import Holiday
from tests import build
from tests.access.people import things
from tests.people import PASSWORD, gather
from tools.exchange.models import Batch


@pytest.fixture
def cast(live_workers, clock):
    found = gather()
    found.things = things(found.a)
    return found


def test_one_press_from_the_desk_to_the_form_and_back(cast, phone, sign_in):
    sign_in(phone, cast.a.clerk.username, PASSWORD)
    phone.click(f"main a[href='/moves/groups.application/{cast.things.application.pk}/nominate/']")
    phone.fill("[name=nominators]", "12")
    phone.select_option("[name=how]", "slips")
    phone.fill("[name=happened_on]", "2026-10-12")
    phone.click("main form button[type=submit]")
    phone.goto("/desk/")
    assert phone.locator(f"main a[href='/moves/groups.application/{cast.things.application.pk}/review/']").count() == 1


def test_a_list_goes_out_with_the_columns_that_somebody_ticks(cast, phone, sign_in):
    sign_in(phone, cast.a.secretary.username, PASSWORD)
    phone.goto("/groups/applications/?state=applied")
    phone.click("main .actions a[href*='/export/']")
    assert phone.url.endswith("/groups/applications/export/?state=applied")
    phone.uncheck("[name=columns][value=zone]")
    phone.check("[name=format][value=csv]")
    with phone.expect_download() as download:
        phone.click("main form button[type=submit]")
    assert download.value.suggested_filename.endswith("-20261123.csv")
    with open(download.value.path(), encoding="utf-8-sig") as file:
        head, line = file.read().splitlines()
    assert (len(head.split(",")), line.split(",")[0]) == (5, cast.things.application.member.name)
    phone.goto("/groups/")
    with phone.expect_download() as download:
        phone.click("main [name=usual]")
    assert download.value.suggested_filename.endswith("-20261123.xlsx")
    assert Batch.objects.get(kind="groups_export").counts == {"rows": 5}


def test_a_secretary_works_in_the_records(cast, office_pc, sign_in, axe):
    page, person = office_pc, cast.things.member
    sign_in(page, cast.a.secretary.username, PASSWORD)

    # A member's record with an office, by the inline and its calendar.
    page.goto(f"/admin/members/member/{person.pk}/change/")
    page.fill("[name=job]", "务农")
    page.click("#offices-group .add-row a")
    page.select_option("[name=offices-0-kind]", "committee")
    page.click("#offices-0 .field-starts_on .datetimeshortcuts a:first-child")
    page.click("[name=_save]")
    assert Member.objects.get(pk=person.pk).job == "务农"
    assert Office.objects.get(member=person).kind == "committee"

    # Its history says what was changed.
    page.goto(f"/admin/members/member/{person.pk}/history/")
    assert "务农" in page.inner_text("#change-history")
    axe(page)

    # An acting leader is looked for by his name's initials.
    page.goto(f"/admin/groups/group/{cast.a.groups['harmony'].pk}/change/")
    page.click(".select2-selection")
    page.fill(".select2-search__field", "wzzdyy")
    page.click(".select2-results__option >> text=吴庄子党员乙")
    page.fill("[name=acting_from]", "2026-11-01")
    page.fill("[name=acting_until]", "2026-12-31")
    page.click("[name=_save]")
    assert Group.objects.get(pk=cast.a.groups["harmony"].pk).acting_leader == cast.a.members[1]

    # The list goes out as a sheet.
    page.goto("/admin/members/member/")
    page.click(".export_link")
    axe(page)
    with page.expect_download() as download:
        page.click("[type=submit].default")
    assert download.value.suggested_filename.endswith("-20261123.xlsx")
    assert Batch.objects.get(kind="member_export").uploaded_by == cast.a.secretary


def test_the_town_works_in_the_records(cast, office_pc, sign_in, axe):
    page = office_pc
    sign_in(page, cast.township.username, PASSWORD)
    day = Holiday.objects.first()
    page.goto(f"/admin/notices/holiday/{day.pk}/delete/")
    axe(page)
    page.click("main [type=submit]")
    assert not Holiday.objects.filter(pk=day.pk).exists()
    page.goto(f"/admin/accounts/user/{cast.a.clerk.pk}/change/")
    page.click(".object-tools button")
    assert page.url.endswith(reverse("members:account_reset", args=[cast.a.clerk.pk]))
    assert len(page.inner_text(".slip strong")) == 14
    axe(page)


def test_without_javascript_the_records_work_too(cast, new_page, sign_in):
    page = new_page(1366, javascript=False)
    sign_in(page, cast.a.secretary.username, PASSWORD)
    met = build.member(cast.a.branch, "无脚本")
    page.goto(f"/admin/members/member/{met.pk}/change/")
    page.fill("[name=job]", "务农")
    page.click("[name=_save]")
    assert Member.objects.get(pk=met.pk).job == "务农"
