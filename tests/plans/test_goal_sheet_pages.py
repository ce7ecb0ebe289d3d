"""Goals by sheet on the pages: what the lists take along comes in again, who may, looked at, said yes to, taken back."""

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from groups.models import Cycle
from plans.models import Goal, Plan
from plans.resources import GoalResource
from tests.exchange.township import book
from tests.plans.test_goal_sheets import CLASS, HEADINGS, ROAD, goals, plan_of
from tests.support.brought import Sheets
from tests.support.sheets import taken
from tools.exchange.models import Batch

SHEETS = Sheets("goals")
IMPORT = SHEETS.address


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("columns", [None, []])
def test_what_the_list_takes_along_comes_in_again_unchanged(cast, ending, columns):
    old = Cycle.objects.create(year=2025, name="2025年度", starts_on="2025-01-01", term_ends_on="2026-12-31")
    plan_of(cast.a, 3)
    plan_of(cast.a, 2, cycle=old, state="reported")
    plan_of(cast.b, 2, state="published")
    Goal.objects.filter(number=2).update(content="=1+1，甲乙", measure="无", group=None)
    Goal.objects.filter(number=3).update(content="目标，第1项（试）")
    data = taken(cast.client(cast.township), reverse("plans:plan_export"), columns, ending)
    resource = GoalResource()
    found = resource.plan(resource.read(data, f"a.{ending}")[1], cast.township)
    assert (found.errors, found.counts()["unchanged"], found.counts()["rows"]) == ([], 7, 7)


@pytest.mark.parametrize("who", ["township", "liaison", "secretary", "clerk", "viewer", "maintainer"])
def test_the_form_holds_what_one_may_bring_and_comes_in_again_unchanged(cast, who):
    plan_of(cast.a)
    plan_of(cast.b, state="published")
    user = getattr(cast, who, None) or getattr(cast.a, who)
    answer = cast.client(user).get(reverse("members:roster_export"), {"kind": "goals"})
    data, resource = b"".join(answer.streaming_content), GoalResource()
    rows = 4 if who in ("township", "viewer", "maintainer") else 2
    assert load_workbook(io.BytesIO(data)).active.max_row == 1 + rows
    if who not in ("viewer", "maintainer"):
        found = resource.plan(resource.read(data, "a.xlsx")[1], user)
        assert (found.errors, found.warnings, found.counts()["unchanged"]) == ([], [], rows)


@pytest.mark.parametrize("who", ["leader", "member", "viewer"])
def test_who_enters_nothing_brings_nothing(cast, who):
    plan_of(cast.a, state="published")
    user = cast.viewer if who == "viewer" else getattr(cast.a, who)
    client = cast.client(user)
    assert client.get(IMPORT).status_code == 403
    assert SHEETS.send(client, book(ROAD, headings=HEADINGS)).status_code == 403
    assert "kind=goals" not in client.get(reverse("plans:plan_list")).content.decode()
    out = client.get(reverse("members:roster_export"), {"kind": "goals"})
    assert out.status_code == (200 if who == "viewer" else 403)
    assert not Batch.objects.exclude(kind="goals_export").exists()


def test_a_stranger_is_asked_to_sign_in(cast):
    assert cast.client().get(IMPORT).status_code == 302


def test_by_page_it_is_looked_at_said_yes_to_and_read_again(cast):
    client = cast.client(cast.a.clerk)
    assert "kind=goals" in client.get(reverse("plans:plan_list")).content.decode()
    assert reverse("plans:plan_list") in client.get(IMPORT).content.decode()
    sent = SHEETS.send(client, book(ROAD, CLASS, headings=HEADINGS))
    page = client.get(sent.url).content.decode()
    assert "硬化巷道两条" in page and "2026.11.30" in page and "环境" in page
    batch = SHEETS.accepted(client, book(ROAD, CLASS, headings=HEADINGS))
    told = client.get(reverse("members:batch_detail", args=[batch.pk])).content.decode()
    assert "1. 硬化巷道两条" in told and "计划目标" in client.get(reverse("members:batch_list")).content.decode()


def test_the_right_rows_come_in_alone_and_begin_no_plan_for_the_wrong_ones(cast):
    client = cast.client(cast.township)
    other = ["", "南平庄", *ROAD[2:6], "天文"]
    sent = SHEETS.send(client, book(ROAD, other, headings=HEADINGS))
    digest = re.search(r'name="digest" value="(\w+)"', client.get(sent.url).content.decode())[1]
    assert client.post(sent.url, {"digest": digest, "right": "1"}).status_code == 302
    assert [plan.village for plan in Plan.objects.all()] == [cast.a.village]


def test_what_was_deliberated_between_the_look_and_the_yes_is_looked_at_again(cast):
    plan_of(cast.a, 1)
    client = cast.client(cast.a.clerk)
    sent = SHEETS.send(client, book(ROAD, headings=HEADINGS))
    digest = re.search(r'name="digest" value="(\w+)"', client.get(sent.url).content.decode())[1]
    Plan.objects.update(state="proposed")
    assert client.post(sent.url, {"digest": digest}).status_code == 409
    assert Goal.objects.count() == 1


def test_a_wrong_sheet_goes_back_with_the_cell_coloured_and_its_reason(cast):
    client = cast.client(cast.a.clerk)
    sent = SHEETS.send(client, book([*ROAD[:6], "天文"], headings=HEADINGS))
    assert "经济、环境、民生、文化、维稳" in client.get(sent.url).content.decode()
    report = client.get(reverse("members:roster_report", args=[Batch.objects.get().pk]))
    sheet = load_workbook(io.BytesIO(b"".join(report.streaming_content))).active
    assert sheet["G2"].fill.fgColor.rgb.endswith("F8C9C4")


def test_taken_back_the_goals_go_and_the_draft_that_was_begun_for_them(cast):
    client = cast.client(cast.a.clerk)
    batch = SHEETS.accepted(client, book(ROAD, CLASS, headings=HEADINGS))
    assert SHEETS.undo(client, batch).status_code == 302
    assert not Goal.objects.exists() and not Plan.objects.exists()
    assert SHEETS.accepted(client, book(ROAD, headings=HEADINGS)).counts["created"] == 1


def test_taken_back_a_changed_goal_says_again_what_it_said_and_an_older_draft_stays(cast, clock):
    plan_of(cast.a, 1)
    before = goals()
    clock.forward(days=1)
    client, changed = cast.client(cast.a.clerk), ["", "吴庄子", "1", "目标，第1项（试）", "改", "", "文化"]
    batch = SHEETS.accepted(client, book(changed, ROAD, headings=HEADINGS))
    assert Goal.objects.count() == 2
    assert SHEETS.undo(client, batch).status_code == 302
    assert goals() == before and Plan.objects.count() == 1


def test_a_draft_to_which_somebody_added_stays_and_so_does_one_with_other_words(cast):
    client = cast.client(cast.a.clerk)
    batch = SHEETS.accepted(client, book(ROAD, headings=HEADINGS))
    Plan.objects.update(body="写了一句")
    assert SHEETS.undo(client, batch).status_code == 302
    assert not Goal.objects.exists() and Plan.objects.get().body == "写了一句"
    batch = SHEETS.accepted(client, book(ROAD, headings=HEADINGS))
    Goal.objects.create(plan=Plan.objects.get(), number=2, content="另一个", due_on="2026-12-01")
    assert SHEETS.undo(client, batch).status_code == 302
    assert [line[1] for line in goals()] == ["另一个"]


def test_what_was_touched_or_deliberated_since_is_not_taken_back(cast):
    client = cast.client(cast.a.clerk)
    batch = SHEETS.accepted(client, book(ROAD, headings=HEADINGS))
    goal = Goal.objects.get()
    goal.measure = "改过"
    goal.save()
    answer = SHEETS.undo(client, batch)
    assert answer.status_code == 422 and "硬化巷道两条" in answer.content.decode()
    Plan.objects.update(state="proposed")
    answer = SHEETS.undo(client, batch)
    assert answer.status_code == 422 and "退回修改" in answer.content.decode()
    assert Goal.objects.count() == 1
