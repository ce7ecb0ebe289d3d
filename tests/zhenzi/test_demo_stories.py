"""What is under way in the demo township on its last day: the lists on the wall, who stands where, how it was walked."""

import datetime as dt

import pytest
from django.db.models import F, Q

from groups.models import Application, Placement, Scheme
from members.models import Mandate, Member
from notices.models import Notice
from tests.support import databases
from tools.workflow.models import StateChange

TODAY = dt.date(2026, 11, 23)
WU = "130284105211"


@pytest.fixture(scope="module", autouse=True)
def town(django_db_blocker):
    """A copy of the whole town."""
    with django_db_blocker.unblock():
        database = databases.demo("year").copy()
        try:
            with database.entered():
                yield
        finally:
            database.drop()


def test_a_list_of_eight_runs_in_wuzhuangzi_and_one_of_it_is_objected_to():
    notice = Notice.objects.running().get(village__code=WU)
    assert (notice.lines.count(), notice.opened_on < TODAY <= notice.ends_on) == (8, True)
    assert notice.objections.get().line.number == 3
    assert {line["zone"] for line in notice.lines.values_list("columns", flat=True)} <= {
        "经济",
        "环境",
        "民生",
        "文化",
        "维稳",
    }


def test_lists_wait_for_somebody_to_say_the_result_and_one_is_held_as_a_whole():
    over = Notice.objects.over()
    assert sorted(bool(notice.free_lines()) for notice in over) == [False, True]


def test_what_was_held_and_found_baseless_was_concluded_later():
    rest = StateChange.objects.get(model="notices.notice", move="conclude_rest")
    notice = Notice.objects.get(pk=rest.object_id)
    assert set(notice.lines.values_list("result", flat=True)) == {"done"}


def test_the_members_with_accounts_stand_at_different_steps():
    steps = {
        f"member-{n}": set(
            Application.objects.filter(member__user__username=f"member-{n}").values_list("state", flat=True)
        )
        for n in range(1, 6)
    }
    assert steps == {
        "member-1": {"seated"},
        "member-2": {"posted"},
        "member-3": {"returned"},
        "member-4": {"applied"},
        "member-5": set(),
    }


def test_a_list_with_the_secretary_on_it_was_concluded_by_the_township():
    secretaries = Member.objects.filter(offices__kind="secretary", branch__village__isnull=False)
    lists = Notice.objects.filter(lines__member__in=secretaries)
    concluded = StateChange.objects.filter(model="notices.notice", move="conclude", object_id__in=lists.values("pk"))
    assert concluded.exists()
    assert set(concluded.values_list("actor__username", "acted_as")) == {("town", "instead")}


def test_nobody_applied_before_the_scheme_was_published():
    for scheme in Scheme.objects.select_related("village"):
        first = Application.objects.filter(post__group__village=scheme.village).first_applied_on()
        assert scheme.published_on <= first


def test_teachers_and_officials_report_in_where_they_live():
    elsewhere = Placement.objects.held_on(TODAY).filter(member__branch__village=None)
    assert elsewhere.count() >= 15
    assert not elsewhere.exclude(member__lives_in=F("post__group__village")).exists()


def test_whoever_is_left_in_peace_has_no_post():
    assert not Application.objects.exclude(member__exempt="").exists()


def test_steps_lie_in_their_order_and_none_was_typed_before_it_happened():
    changes = StateChange.objects.filter(Q(happened_on__gt=TODAY) | Q(typed_at__date__lt=F("happened_on")))
    assert not changes.exists()


def test_history_is_dated_by_the_townships_clock():
    for model in (Member, Mandate):
        assert model.history.exists()
        assert not model.history.filter(history_date__date__gte=TODAY).exists()
