"""Somebody whose data are erased is named nowhere in what others promised either: not in words, nor in versions, nor in notes."""

import datetime as dt

import pytest

from members.erasing import NAME, erase
from members.leaving import leave
from members.models import Member, Township
from pledges.models import PledgeItem, ResponsibilityLetter
from tests import build
from tests.members.test_erased import left_of
from tests.papers.stories import sent
from tests.plans import stories as plans
from tests.pledges.paths import SIGNED, holder, letter_of, pledge_of, published, settled, step
from tools.papers.models import Scan
from tools.upkeep.invariants import find_broken
from tools.workflow.models import StateChange

HE = "尉迟霁月"


@pytest.fixture
def gone(cast, clock):
    """He held a post and had signed its letter, signed for the branch himself, and is named beside what a group promised."""
    him = build.member(cast.a.branch, HE)
    own = holder(cast.a, cast, "harmony")
    own.member = him
    own.save()
    cast.own = step(letter_of(own), "sign", cast.a.clerk)
    sent(cast.client(cast.a.clerk), f"/papers/of/pledges.responsibilityletter/{cast.own.pk}/", kind="signed_letter")
    cast.letter = letter_of(holder(cast.a, cast, "culture", "任岗人乙"), requirements=f"听{HE}安排")
    step(cast.letter, "sign", cast.a.clerk, **SIGNED | {"signed_by": HE})
    words = {"content": f"与{HE}一起清扫广场", "measure": f"{HE}带队", "beneficiary": f"{HE}等老党员"}
    cast.pledge = pledge_of(group=cast.a.groups["culture"], items=(words, {}))
    step(step(cast.pledge, "propose", cast.a.leader), "return", cast.a.secretary, reason=f"{HE}不愿意")
    step(cast.pledge, "propose", cast.a.leader, on=dt.date(2026, 3, 5))
    step(step(cast.pledge, "audit", cast.a.secretary), "publish", cast.a.clerk)
    first, second = cast.pledge.items.order_by("number")
    step(first, "adjust", cast.a.secretary, reason=f"{HE}生病", content=f"不与{HE}一起清扫广场")
    settled(second, "not_done", cast.a.clerk, reason=f"{HE}外出", reply=f"等{HE}回来")
    step(second, "reopen", cast.a.secretary, reason=f"{HE}回来了")
    settled(second, "not_done", cast.a.clerk, reason=f"{HE}又外出", reply=f"不等{HE}了", on=dt.date(2026, 11, 23))
    published(pledge_of(member=him), cast.a.secretary)
    plan = plans.plan_of(cast.a, title=f"请{HE}教戏")
    plans.take(cast.a, plan, "propose")
    plans.take(cast.a, plan, "return", on=plans.DAYS["propose"], reason=f"{HE}不愿意")
    plans.settle(plans.walked(cast.b, "published").goals.get(number=2), cast.b.secretary, "drop", reason="没有人手")
    again = plans.walked(cast.a, "published", plan)
    plans.settle(again.goals.get(number=2), cast.a.secretary, "drop", reason=f"{HE}走了")
    leave(him, "moved", dt.date(2026, 11, 22))
    Township.objects.update(keep_left_years=0)
    return him


def test_no_table_says_his_name_any_more_and_what_was_done_stays(cast, gone, clock):
    steps = StateChange.objects.count()
    assert "pledges.PledgeItem.beneficiary" in left_of([HE]), "the test would see it"
    erase(Member.objects.get(pk=gone.pk))
    assert left_of([HE]) == []
    assert StateChange.objects.count() == steps
    first = cast.pledge.items.get(number=1)
    assert (first.content, first.adjusted_because) == (f"不与{NAME}一起清扫广场", f"{NAME}生病")
    assert f"{NAME}不愿意" in StateChange.objects.of(cast.pledge).values_list("note", flat=True)
    letter = ResponsibilityLetter.objects.get(pk=cast.letter.pk)
    assert (letter.signed_by, letter.requirements) == (NAME, f"听{NAME}安排")


def test_the_photo_of_his_letter_is_removed_and_that_he_signed_stays(cast, gone):
    erase(Member.objects.get(pk=gone.pk))
    assert not Scan.objects.here().filter(model="pledges.responsibilityletter", object_id=cast.own.pk)
    letter = ResponsibilityLetter.objects.get(pk=cast.own.pk)
    assert (letter.member_signed_on, letter.duties) == (SIGNED["member_signed_on"], cast.a.posts["harmony"].duties)


def test_a_namesake_keeps_his_name_in_what_was_promised(cast, gone):
    build.member(cast.a.branch, HE, born="1990-01")
    erase(Member.objects.get(pk=gone.pk))
    assert PledgeItem.objects.filter(content=f"不与{HE}一起清扫广场").exists()


def test_nothing_is_broken_by_it(cast, gone):
    before = {(found.invariant, found.pk) for found in find_broken()}
    erase(Member.objects.get(pk=gone.pk))
    assert {(found.invariant, found.pk) for found in find_broken()} <= before
