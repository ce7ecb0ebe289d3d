"""Items of pledges by sheet on the pages: the register comes in again, who may, looked at, said yes to, taken back."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from groups.models import Cycle
from members.models import Member
from pledges.models import Pledge, PledgeItem
from pledges.resources import ItemResource
from tests.exchange.township import book
from tests.pledges.paths import goal_of
from tests.pledges.test_item_sheets import GROUP, HEADINGS, MEMBER, pledge_of, two  # noqa: F401  fixture
from tests.support.brought import Sheets
from tests.support.sheets import taken
from tools.exchange.models import Batch

SHEETS = Sheets("pledges")
IMPORT = SHEETS.address


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("columns", [None, [], ["goal"]])
def test_what_the_register_takes_along_comes_in_again_unchanged(cast, two, ending, columns):  # noqa: F811
    old = Cycle.objects.create(year=2025, name="2025年度", starts_on="2025-01-01", term_ends_on="2026-12-31")
    Member.objects.update(public_label="")
    pledge_of(cast.a)
    pledge_of(cast.a, cycle=old, state="closed", items=1)
    pledge_of(cast.b, state="public")
    for member in two:
        pledge_of(cast.a, member, state="public")
    gone = cast.a.members[1]
    pledge_of(cast.a, gone, items=1)
    Member.objects.filter(pk=gone.pk).update(left_on="2026-11-01", left_how="moved")
    PledgeItem.objects.filter(number=2).update(content="一\n二，三", due_on=None, beneficiary="'=x")
    goal = goal_of(cast.a, cast, "两条\n路：都修好")
    PledgeItem.objects.filter(number=1, pledge__village=cast.a.village).update(goal=goal)
    data = taken(cast.client(cast.township), reverse("pledges:pledge_export"), columns, ending)
    resource = ItemResource()
    found = resource.plan(resource.read(data, f"a.{ending}")[1], cast.township)
    assert (found.errors, found.counts()["unchanged"], found.counts()["rows"]) == ([], 10, 10)


@pytest.mark.parametrize("who", ["township", "secretary", "clerk", "viewer"])
def test_the_form_holds_what_one_may_bring_and_comes_in_again_unchanged(cast, who):
    pledge_of(cast.a, cast.a.members[0])
    pledge_of(cast.b, state="public")
    user = getattr(cast, who, None) or getattr(cast.a, who)
    answer = cast.client(user).get(reverse("members:roster_export"), {"kind": "pledges"})
    data, resource = b"".join(answer.streaming_content), ItemResource()
    rows = 4 if who in ("township", "viewer") else 2
    assert load_workbook(io.BytesIO(data)).active.max_row == 1 + rows
    if who != "viewer":
        found = resource.plan(resource.read(data, "a.xlsx")[1], user)
        assert (found.errors, found.warnings, found.counts()["unchanged"]) == ([], [], rows)


@pytest.mark.parametrize("who", ["leader", "member", "viewer"])
def test_who_enters_nothing_brings_nothing(cast, who):
    pledge_of(cast.a, state="public")
    client = cast.client(cast.viewer if who == "viewer" else getattr(cast.a, who))
    assert client.get(IMPORT).status_code == 403
    assert SHEETS.send(client, book(GROUP, headings=HEADINGS)).status_code == 403
    assert "kind=pledges" not in client.get(reverse("pledges:pledge_list")).content.decode()
    out = client.get(reverse("members:roster_export"), {"kind": "pledges"})
    assert out.status_code == (200 if who == "viewer" else 403)


def test_by_page_it_is_looked_at_said_yes_to_and_read_again(cast):
    client = cast.client(cast.a.clerk)
    assert "kind=pledges" in client.get(reverse("pledges:pledge_list")).content.decode()
    page = client.get(SHEETS.send(client, book(GROUP, MEMBER, headings=HEADINGS)).url).content.decode()
    assert "结对帮扶一户" in page and "吴庄子党员甲" in page and "环境" in page
    batch = SHEETS.accepted(client, book(GROUP, MEMBER, headings=HEADINGS))
    told = client.get(reverse("members:batch_detail", args=[batch.pk])).content.decode()
    assert "1. 结对帮扶一户" in told and "承诺事项" in told


def test_a_wrong_sheet_goes_back_with_the_cell_coloured(cast):
    client = cast.client(cast.a.clerk)
    sent = SHEETS.send(client, book([*MEMBER[:3], "查无此人", *MEMBER[4:]], headings=HEADINGS))
    assert "没有叫这个名字的党员" in client.get(sent.url).content.decode()
    report = client.get(reverse("members:roster_report", args=[Batch.objects.get().pk]))
    sheet = load_workbook(io.BytesIO(b"".join(report.streaming_content))).active
    assert sheet["D2"].fill.fgColor.rgb.endswith("F8C9C4")


def test_taken_back_the_items_go_and_the_drafts_that_were_begun_for_them(cast):
    kept = pledge_of(cast.a, items=1)
    client = cast.client(cast.a.clerk)
    more = ["", "吴庄子", "文化", "", "", "又一项", "", "", ""]
    batch = SHEETS.accepted(client, book(GROUP, MEMBER, more, headings=HEADINGS))
    assert (Pledge.objects.count(), PledgeItem.objects.count()) == (3, 4)
    assert SHEETS.undo(client, batch).status_code == 302
    assert (Pledge.objects.get(), PledgeItem.objects.count()) == (kept, 1)
    assert SHEETS.accepted(client, book(GROUP, headings=HEADINGS)).counts["created"] == 1


def test_what_was_touched_or_handed_in_since_is_not_taken_back(cast):
    client = cast.client(cast.a.clerk)
    batch = SHEETS.accepted(client, book(GROUP, headings=HEADINGS))
    item = PledgeItem.objects.get()
    item.measure = "改过"
    item.save()
    answer = SHEETS.undo(client, batch)
    assert answer.status_code == 422 and GROUP[5] in answer.content.decode()
    Pledge.objects.update(state="proposed")
    answer = SHEETS.undo(client, batch)
    assert answer.status_code == 422 and "退回修改" in answer.content.decode()
    assert PledgeItem.objects.count() == 1
