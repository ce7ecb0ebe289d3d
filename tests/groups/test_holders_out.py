"""Who is on a post goes out with all days and votes of his papers; that sheet comes in again and changes nothing."""

import pytest
from django.urls import reverse

from groups.models import Application, Nomination, Placement
from groups.models.procedure import Ballot
from groups.placement_sheet import PlacementSheet
from groups.placing import take_over
from meetings.models import Meeting
from members.models import Member
from notices.models import Line, Notice
from notices.moves import NOTICE
from tests import build
from tests.support.sheets import queries, rows, taken

OUT = reverse("groups:holder_export")


def seat(where, members, zone="economy"):
    meetings = {}
    found = [
        build.walk(build.draft(m, where.posts[zone]), "confirmed", where.secretary, meetings=meetings) for m in members
    ]
    notice = build.posted(where, found)
    NOTICE.perform(notice, "conclude", actor=where.secretary, happened_on=build.DAYS["conclude"], data={"stated": True})


@pytest.fixture
def holders(cast):
    """Two in A, one in B."""
    seat(cast.a, cast.a.members[:2])
    seat(cast.b, cast.b.members[:1])
    return cast


@pytest.mark.parametrize("columns", [None, []])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_it_comes_in_again_unchanged(holders, ending, columns):
    for user, count in ((holders.township, 3), (holders.a.secretary, 2)):
        data = taken(holders.client(user), OUT, columns, ending)
        plan = take_over(PlacementSheet().read(data, f"a.{ending}")[1], user)
        assert (plan.errors, plan.counts()["unchanged"], plan.counts()["rows"]) == ([], count, count)
    assert Placement.objects.count() == 3


def test_who_went_over_to_another_branch_is_known_until_his_post_is_settled(holders):
    Member.objects.filter(pk=holders.a.members[0].pk).update(branch=holders.b.branch)
    data = taken(holders.client(holders.township), OUT)
    plan = take_over(PlacementSheet().read(data, "a.xlsx")[1], holders.township)
    assert (plan.errors, plan.counts()["unchanged"]) == ([], 3)


def test_it_fills_an_empty_town_as_the_first_one_was(holders):
    data = taken(holders.client(holders.township), OUT)
    before = set(Placement.objects.values_list("member", "post", "held_from"))
    for model in (Placement, Ballot, Nomination, Line, Notice, Application, Meeting):
        model.objects.all().delete()
    plan = take_over(PlacementSheet().read(data, "a.xlsx")[1], holders.township)
    assert (plan.errors, plan.counts()["created"]) == ([], 3)
    assert set(Placement.objects.values_list("member", "post", "held_from")) == before


def test_it_is_narrowed_as_the_list_and_nobody_elses_people_are_in_it(holders):
    town = holders.client(holders.township)
    assert len(rows(town, f"{OUT}?village={holders.b.village.code}")) == 2
    assert len(rows(town, f"{OUT}?zone=culture")) == 1
    found = rows(holders.client(holders.b.clerk), f"{OUT}?village={holders.a.village.code}")
    assert [line[0] for line in found[1:]] == ["南平庄"]


def test_one_or_three_cost_the_same(cast):
    seat(cast.a, cast.a.members[:1])
    client = cast.client(cast.township)
    few = queries(client, OUT)
    seat(cast.b, cast.b.members[:2])
    assert queries(client, OUT) == few
