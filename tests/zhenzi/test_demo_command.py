"""The command around the demo: what it refuses, its stages in three villages, and the days on which things happen."""

import datetime as dt
import io
import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from groups.models import Application, Cycle, Placement, Post, Scheme
from members.models import Branch, Office, Village
from notices import calendar
from notices.models import CalendarYear, Holiday, Notice, counted_days
from scripts.environment import ROOT
from tests import build
from tools.accounts.models import User
from tools.upkeep.invariants import find_broken
from zhenzi.demo import roster, township
from zhenzi.demo.build import STAGES
from zhenzi.demo.names import Namer
from zhenzi.demo.people import invent, shares
from zhenzi.demo.timetable import DAY, OFFSETS, Timetable

THREE = {township.WU, township.NAN, township.SHAI}


def luck(*purpose, seed=7):
    return township.Town(2026, seed, 1, None).rng(*purpose)


def demo(**options):
    out = io.StringIO()
    call_command("demo", json=True, no_input=True, stdout=out, **options)
    return json.loads(out.getvalue())


def refused(**options):
    """The refusal's exit code; what it says is one sentence, on standard output too."""
    out = io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("demo", json=True, stdout=out, **options)
    assert json.loads(out.getvalue()) == {"error": str(refusal.value)}
    assert "\n" not in str(refusal.value)
    return refusal.value.returncode


@pytest.fixture
def three_villages(monkeypatch, db, clock):
    """A small town: the three villages of the cases and one school."""
    rows = township.rows
    branches = [
        row for row in rows("branches.csv") if row["village_code"] in THREE or row["name"] == "榛子镇初级中学党支部"
    ]
    small = {"villages.csv": [row for row in rows("villages.csv") if row["code"] in THREE], "branches.csv": branches}
    monkeypatch.setattr(township, "rows", small.get)
    for name, number in {"RURAL": 96, "TOTAL": 96 + 20, "SAME_NAME_IN": 1, "REPORTING_IN": 2}.items():
        monkeypatch.setattr(roster, name, number)


def test_it_refuses_where_there_is_a_village(db, clock):
    build.village("130284105211", "吴庄子")
    assert refused() == 1
    assert (Village.objects.count(), Branch.objects.count(), User.objects.count()) == (1, 0, 0)


def test_it_refuses_in_a_real_township(db, clock, settings):
    settings.DEBUG = settings.ALLOW_DEMO = False
    assert refused(stage="township") == 1
    assert not Village.objects.exists()


@pytest.mark.parametrize("switch", ["DEBUG", "ALLOW_DEMO"])
def test_one_switch_is_enough(three_villages, settings, switch):
    settings.DEBUG, settings.ALLOW_DEMO = switch == "DEBUG", switch == "ALLOW_DEMO"
    assert demo(stage="township")["villages"] == 3


def test_it_refuses_where_somebody_has_a_demo_account(db, clock):
    User.objects.create(username="town")
    assert refused() == 1
    assert not Village.objects.exists()


@pytest.mark.parametrize("wrong", [{"year": 2027}, {"year": 1999}, {"scale": 0}, {"scale": 101}])
def test_wrong_use(db, clock, wrong):
    assert refused(**wrong) == 2
    assert not Village.objects.exists()


def test_a_stage_that_does_not_exist_is_wrong_use(tmp_path):
    command = [sys.executable, "manage.py", "demo", "--stage", "nonsense"]
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": f"sqlite:///{tmp_path}/no.sqlite3"}
    assert subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False).returncode == 2


def test_a_demo_that_breaks_leaves_nothing(three_villages, monkeypatch):
    monkeypatch.setattr("zhenzi.demo.build.enrol", lambda _town: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        demo(stage="roster")
    assert not (Village.objects.exists() or User.objects.exists() or Cycle.objects.exists())


def test_the_stage_township_has_everything_but_people(three_villages):
    made = demo(stage="township")
    assert (made["villages"], made["groups"], made["members"], made["stage"]) == (3, 15, 0, "township")
    codes = sorted(THREE)
    assert set(User.objects.values_list("username", flat=True)) == {
        "town", "viewer", "liaison", f"clerk-{township.WU}", *(f"sec-{code}" for code in codes)
    }  # fmt: skip
    assert Scheme.objects.count() == 3
    assert not (Office.objects.exists() or Application.objects.exists())


def test_a_branch_member_applies_in_the_township_that_was_set_up(three_villages):
    """What the stage leaves open is what people do next: a roster row, and the first step."""
    demo(stage="township")
    member = build.member(Branch.objects.get(village__code=township.WU), "王新来")
    post = Post.objects.filter(group__village__code=township.WU, is_leader=False).first()
    application = build.draft(member, post, Cycle.objects.current())
    assert build.move(application, "apply", User.objects.get(username=f"sec-{township.WU}")).state == "applied"


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage not in ("township", "roster", "year")])
def test_each_stage_leaves_everybody_at_its_step(three_villages, stage):
    made = demo(stage=stage)
    assert set(Application.objects.values_list("state", flat=True)) == {stage}
    assert made["applications"] > 40
    assert find_broken() == []
    assert Placement.objects.count() == (made["applications"] if stage in ("confirmed", "posted", "seated") else 0)
    running = Notice.objects.running().count()
    assert (running, Notice.objects.count()) == {"posted": (3, 3), "seated": (0, 3)}.get(stage, (0, 0))
    if stage == "seated":
        assert made["members_in_groups"] == Placement.objects.values("member").distinct().count() > 40


def test_scale_multiplies(three_villages):
    made = demo(stage="roster", scale=3)
    assert (made["members"], made["rural_members"], made["branches"]) == (3 * 116, 3 * 96, 4)
    assert Office.objects.filter(kind="secretary").count() == 4


def test_the_seed_decides_the_people():
    def names(seed):
        rng = luck(seed=seed)
        branch = Branch(name="吴庄子村党支部", kind="village", village_id=1)
        people = invent(rng, Namer(rng), branch, 40, dt.date(2026, 1, 5))
        return [(p.member.name, p.member.born, p.member.joined, tuple(p.specialities)) for p in people]

    assert names(7) == names(7)
    assert names(7) != names(8)
    assert len({name for name, *_rest in names(7)}) == 40
    assert all(joined > born for _name, born, joined, _words in names(7))


@pytest.mark.parametrize(("parts", "total", "low", "high"), [(59, 1823, 24, 38), (3, 6, 2, 2), (1, 5, 0, 9)])
def test_shares_make_the_sum(parts, total, low, high):
    found = shares(luck(), parts, total, low, high)
    assert (len(found), sum(found)) == (parts, total)
    assert all(low <= number <= high for number in found)


def test_shares_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="no 3 numbers"):
        shares(luck(), 3, 100, 1, 9)


@pytest.mark.parametrize("stage", STAGES)
def test_whatever_the_day_the_steps_come_in_order_and_a_posted_list_runs_today(db, stage):
    """Every third day of two years: holidays, the turn of the year, weekends."""
    CalendarYear.objects.create(year=2027, provisional=True)
    is_counted = counted_days("working")
    assert Holiday.objects.exists()
    for today in (dt.date(2025, 2, 1) + 3 * n * DAY for n in range(240)):
        times = Timetable.of(today.year, stage, today)
        days = times.wave_days(luck(today))
        assert times.begin < times.published(luck()) < days.applied
        assert days.applied < days.nominated < days.reviewed < days.confirmed < days.posted
        ends = calendar.last_day(days.posted, 5, is_counted)
        if stage == "posted":
            assert days.posted < today <= ends
        elif stage in OFFSETS:
            assert getattr(days, stage) < today
        else:
            assert ends + 2 * DAY < times.over.applied or stage == "seated"
            assert ends + 2 * DAY < today
        for late in (times.over, times.running):
            assert late.applied < late.nominated < late.reviewed < late.confirmed < late.posted < today
        assert calendar.last_day(times.over.posted, 5, is_counted) + 4 * DAY < today
        assert calendar.last_day(times.running.posted, 5, is_counted) >= today
        assert times.running.posted > today - 4 * DAY


def test_a_past_year_is_told_with_todays_last_acts(three_villages):
    assert demo(stage="seated", year=2025)["year"] == 2025
    cycle = Cycle.objects.get()
    assert (cycle.year, cycle.starts_on) == (2025, dt.date(2025, 1, 5))
    assert Cycle.objects.current() == cycle
