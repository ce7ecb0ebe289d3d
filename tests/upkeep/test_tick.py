"""What the clock does by itself: takes back and ends what belongs to somebody who has left or died, once."""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command

from groups.models import Application, Placement
from members.models import Mandate, Member
from notices.moves import NOTICE
from tests import build
from tools.upkeep.jobs import JOBS, NotAllDone, run_due
from tools.workflow.models import StateChange

D = dt.date
FRIDAY = D(2026, 11, 20)


def tick(**options):
    out = io.StringIO()
    call_command("tick", json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def leave(*people, on=FRIDAY, how="died"):
    Member.objects.filter(pk__in=[p.pk for p in people]).update(left_on=on, left_how=how)


@pytest.fixture
def seated(cast, clock):
    """党员甲 leads the economy group of 吴庄子 since 28 October, by the procedure."""
    application = build.walk(
        build.draft(cast.a.members[0], cast.a.posts["economy-leader"]), "confirmed", cast.a.secretary
    )
    notice = build.posted(cast.a, [application])
    NOTICE.perform(
        notice, "conclude", actor=cast.a.secretary, happened_on=build.DAYS["conclude"], data={"stated": True}
    )
    application.refresh_from_db()
    assert application.state == "seated"
    return application


def test_with_everybody_here_nothing_happens(cast, seated):
    before = StateChange.objects.count()
    assert set(tick()["done"]) == set(JOBS)
    assert (tick()["total"], StateChange.objects.count()) == (0, before)


def test_a_job_that_fails_keeps_no_other_from_its_work(cast, monkeypatch):
    def fail():
        Member.objects.filter(pk=cast.a.members[2].pk).update(job="半截")
        raise OSError("read-only file system")

    monkeypatch.setitem(JOBS, "groups.a_first_one", fail)
    build.walk(build.draft(cast.a.members[1], cast.a.posts["economy"]), "applied", cast.a.secretary)
    leave(cast.a.members[1])
    out = io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("tick", json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert (refusal.value.returncode, told["failed"], told["done"]["groups.settle_left"]) == (
        1,
        ["groups.a_first_one"],
        1,
    )
    assert Application.objects.get().state == "withdrawn"
    assert not Member.objects.filter(job="半截").exists()


@pytest.mark.parametrize("reached", ["drafted", "applied", "nominated", "reviewed", "confirmed", "posted"])
def test_what_a_dead_man_had_under_way_is_taken_back(cast, reached):
    application = build.draft(cast.a.members[1], cast.a.posts["economy"])
    if reached != "drafted":
        build.walk(application, "confirmed" if reached == "posted" else reached, cast.a.secretary)
    if reached == "posted":
        build.posted(cast.a, [application], on=D(2026, 11, 20))
    leave(cast.a.members[1])
    assert tick()["done"]["groups.settle_left"] == 1
    application.refresh_from_db()
    last = StateChange.objects.of(application).last()
    assert (application.state, last.actor, last.acted_as, last.happened_on) == (
        "withdrawn",
        None,
        "clock",
        D(2026, 11, 23),
    )
    assert "2026-11-20" in last.note
    assert not Placement.objects.exists()


def test_a_holder_who_moved_away_is_off_his_post_and_his_right_is_gone(cast, seated):
    assert Mandate.objects.in_force(D(2026, 11, 23)).filter(user=cast.a.member, role="leader", zone="economy").exists()
    leave(cast.a.members[0], how="moved")
    assert tick()["total"] == 1
    seated.refresh_from_db()
    assert (seated.state, seated.placement.over_on) == ("ended", D(2026, 11, 23))
    assert not Mandate.objects.in_force(D(2026, 11, 23)).filter(user=cast.a.member, role="leader").exists()


def test_again_at_once_it_does_nothing(cast, seated):
    leave(cast.a.members[0])
    assert (tick()["total"], tick()["total"]) == (1, 0)


def test_who_leaves_tomorrow_is_here_today(cast, seated):
    leave(cast.a.members[0], on=D(2026, 11, 24))
    assert tick()["total"] == 0
    answer = tick(now="2026-11-24T00:30")
    assert (answer["total"], answer["now"]) == (1, "2026-11-24T00:30:00+08:00")
    assert Application.objects.get(pk=seated.pk).placement.over_on == D(2026, 11, 24)


def test_what_cannot_be_done_at_that_time_waits_and_holds_up_nobody_else(cast, seated):
    other = build.walk(build.draft(cast.a.members[1], cast.a.posts["economy"]), "applied", cast.a.secretary)
    leave(cast.a.members[0], cast.a.members[1], on=D(2026, 10, 9))
    # On 10 October the one was not seated yet: as of that day there is nothing to end, but the other's is taken back.
    assert tick(now="2026-10-10T08:00")["total"] == 1
    seated.refresh_from_db()
    other.refresh_from_db()
    assert (seated.state, other.state) == ("seated", "withdrawn")
    assert tick()["total"] == 1


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01", "2026-02-30T10:00"])
def test_a_time_that_cannot_be_read_is_wrong_use(db, text):
    with pytest.raises(CommandError) as refusal:
        call_command("tick", now=text)
    assert refusal.value.returncode == 2


def test_the_plain_words_name_every_job(cast):
    out = io.StringIO()
    call_command("tick", stdout=out)
    assert out.getvalue().splitlines() == [f"{name}: 0" for name in sorted(JOBS)]


def test_jobs_run_in_transactions_of_their_own(cast, monkeypatch):
    """One that breaks leaves what the others did."""

    def breaks():
        Member.objects.filter(pk=cast.a.members[2].pk).update(job="half")
        raise RuntimeError("broken")

    monkeypatch.setitem(JOBS, "zz.breaks", breaks)
    application = build.draft(cast.a.members[1], cast.a.posts["economy"])
    leave(cast.a.members[1])
    with pytest.raises(NotAllDone, match="zz.breaks"):
        run_due()
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert Member.objects.get(pk=cast.a.members[2].pk).job != "half"
