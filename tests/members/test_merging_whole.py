"""Whatever hangs on either of two records: nothing of it is lost, or the merging is refused in words and nothing is changed."""

import datetime as dt

import pytest
from django.urls import reverse

from groups.models import Application, Placement, Wish
from members.models import Member, Office, Transfer
from members.transfers import ask
from tests import build
from tests.people import account, mandate
from tools.upkeep.invariants import find_broken

DAY = dt.date(2026, 11, 20)


def applied(cast, member, post="economy"):
    build.walk(build.draft(member, cast.a.posts[post]), "applied", cast.a.secretary)


def placed(cast, member, post="economy"):
    build.walk(build.draft(member, cast.a.posts[post]), "confirmed", cast.a.secretary)


def transferred(cast, member):
    ask(member, "move", cast.b.branch, cast.township, on=DAY)


def with_account(cast, member):
    user = account(f"user-{member.pk}", member.name)
    mandate(user, "clerk", cast.a.village)
    Member.objects.filter(pk=member.pk).update(user=user)


def in_office(cast, member):
    Office.objects.create(member=member, kind="committee", starts_on=dt.date(2024, 3, member.pk % 27 + 1))


def acting(cast, member):
    group = cast.a.groups["culture"]
    group.acting_leader, group.acting_from, group.acting_until = member, DAY, DAY
    group.save()


HANGS = {
    "application": applied,
    "application for another post": lambda cast, member: applied(cast, member, "culture"),
    "placement": placed,
    "placement on another post": lambda cast, member: placed(cast, member, "livelihood"),
    "transfer": transferred,
    "account": with_account,
    "office": in_office,
    "acting": acting,
}

PAIRS = [
    *((None, one) for one in HANGS),
    *((one, one) for one in HANGS),
    ("application", "placement"), ("placement", "application"), ("placement", "transfer"), ("account", "application"),
    ("placement", "placement on another post"),
]  # fmt: skip


def counts():
    models = (Application, Placement, Transfer, Office)
    return {model.__name__: model.objects.count() for model in models}


def whose(member):
    return {
        "Application": member.applications.count(),
        "Placement": member.placements.count(),
        "Transfer": member.transfers.count(),
    }


def press(cast, keep, other):
    address = reverse("members:member_merge", args=[keep.pk])
    return cast.client(cast.township).post(address, {"other": other.pk, "sure": "1"})


@pytest.fixture
def twins(cast):
    return [build.member(cast.a.branch, "赵长林", born=born) for born in ("1968", "1968-05")]


def test_a_wish_that_both_records_have_stands_in_the_way_of_nothing(cast, twins):
    keep, other = twins
    economy, culture = cast.a.posts["economy"], cast.a.posts["culture"]
    for member, post in ((keep, economy), (other, economy), (other, culture)):
        Wish.objects.create(member=member, post=post)
    assert press(cast, keep, other).status_code == 302
    assert set(Wish.objects.values_list("member", "post")) == {(keep.pk, economy.pk), (keep.pk, culture.pk)}


@pytest.mark.parametrize(("on_keep", "on_other"), PAIRS)
def test_nothing_is_lost(cast, twins, on_keep, on_other):
    keep, other = twins
    if on_keep:
        HANGS[on_keep](cast, keep)
    HANGS[on_other](cast, other)
    before = counts()
    answer = press(cast, keep, other)
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        page = answer.content.decode()
        assert 'role="alert"' in page
        assert counts() == before and Member.objects.filter(pk=other.pk).exists()
        assert (
            on_keep
            and on_keep.split(" ")[0] == on_other.split(" ")[0]
            or {on_keep, on_other} >= {"application", "placement"}
        )
        return
    keep.refresh_from_db()
    assert not Member.objects.filter(pk=other.pk).exists()
    after = counts()
    assert {name: after[name] for name in ("Application", "Placement", "Transfer")} == {
        name: before[name] for name in ("Application", "Placement", "Transfer")
    }
    assert whose(keep) == {name: after[name] for name in whose(keep)}
    if "account" in (on_keep, on_other):
        assert keep.user is not None and keep.user.mandates.count() == 1
    if "office" in (on_keep, on_other):
        assert keep.offices.count() == 1
        days = [m.pk % 27 + 1 for m, on in ((keep, on_keep), (other, on_other)) if on == "office"]
        assert keep.offices.get().starts_on.day == min(days)
    if "acting" in (on_keep, on_other):
        cast.a.groups["culture"].refresh_from_db()
        assert cast.a.groups["culture"].acting_leader == keep
    assert not find_broken()


def test_the_one_who_is_here_stays_and_not_the_one_who_left(cast, twins):
    keep, other = twins
    Member.objects.filter(pk=keep.pk).update(left_on=DAY, left_how="moved")
    assert press(cast, keep, other).status_code == 422
    assert press(cast, other, keep).status_code == 302
    assert Member.objects.get(name="赵长林").left_on is None


def test_two_erased_records_are_not_made_one(cast, twins):
    for one in twins:
        Member.objects.filter(pk=one.pk).update(left_on=DAY, left_how="moved", erased_on=DAY)
    assert press(cast, *twins).status_code == 422
