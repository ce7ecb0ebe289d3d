"""Two records of one person become one; two people never do."""

import pytest
from django.urls import reverse

from groups.models import Application
from members.models import Member, Office, Speciality
from tests import build
from tools.upkeep.invariants import find_broken


@pytest.fixture
def twins(cast):
    """One person twice: at the village, with a telephone, and at the school, with an account's worth of other facts."""
    keep = build.member(cast.a.branch, "赵长林", born="1968", joined="1995-07", phone="")
    other = build.member(
        cast.school, "赵长林", born="1968-05", joined="1995-07", phone="19900000007", job="教师", nation="满族"
    )
    keep.nation = ""
    keep.save()
    other.specialities.add(Speciality.objects.create(name="书法"))
    Office.objects.create(member=other, kind="committee")
    return keep, other


def address(member):
    return reverse("members:member_merge", args=[member.pk])


def sure(cast, keep, other):
    return cast.client(cast.township).post(address(keep), {"other": other.pk, "sure": "1"})


def test_first_what_differs_then_the_yes(cast, twins):
    keep, other = twins
    town = cast.client(cast.township)
    assert str(other.pk) in town.get(address(keep)).content.decode()
    shown = town.post(address(keep), {"other": other.pk}).content.decode()
    assert "1968.05" in shown and Member.objects.filter(pk=other.pk).exists()
    assert sure(cast, keep, other).status_code == 302
    keep.refresh_from_db()
    assert (keep.born, keep.phone, keep.job, keep.nation) == ("1968-05", "19900000007", "教师", "满族")
    assert keep.branch == cast.a.branch
    assert [word.name for word in keep.specialities.all()] == ["书法"] and keep.offices.get().kind == "committee"
    assert not Member.objects.filter(pk=other.pk).exists()
    assert not Member.history.filter(id=other.pk).exclude(name="").exists()
    assert not find_broken()


def test_what_hangs_on_the_other_comes_along(cast, twins):
    keep, other = twins
    other.lives_in = cast.a.village
    other.save()
    build.walk(build.draft(other, cast.a.posts["economy"]), "confirmed", cast.a.secretary)
    assert sure(cast, keep, other).status_code == 302
    application = Application.objects.get(member=keep)
    assert application.placement.member == keep
    assert not find_broken()


def test_both_have_applied_for_one_post(cast, twins):
    keep, other = twins
    for one in twins:
        build.draft(one, cast.a.posts["economy"])
    answer = sure(cast, keep, other)
    assert answer.status_code == 422 and Member.objects.filter(pk=other.pk).exists()
    assert Application.objects.filter(member=other).count() == 1, "nothing was moved"


@pytest.mark.parametrize(
    "field, values",
    [("number_hash", ("a" * 64, "b" * 64)), ("sex", ("male", "female"))],
)
def test_two_people_are_never_made_one(cast, twins, field, values):
    for one, value in zip(twins, values, strict=True):
        Member.objects.filter(pk=one.pk).update(**{field: value})
    assert sure(cast, *twins).status_code == 422
    assert Member.objects.filter(pk=twins[1].pk).exists()


def test_two_accounts_are_not_made_one(cast, twins):
    for one, user in zip(twins, (cast.viewer, cast.liaison), strict=True):
        Member.objects.filter(pk=one.pk).update(user=user)
    assert sure(cast, *twins).status_code == 422


def test_somebody_of_another_name_is_not_on_offer(cast, twins):
    keep, _other = twins
    answer = sure(cast, keep, cast.b.members[0])
    assert answer.status_code == 422 and Member.objects.filter(pk=cast.b.members[0].pk).exists()


def test_a_secretary_makes_nobody_one(cast, twins):
    assert cast.client(cast.a.secretary).get(address(twins[0])).status_code == 403
