"""What somebody promised goes with his data; two records of one person bring letters and pledges together."""

import datetime as dt

import pytest

from members.erasing import NAME, erase
from members.leaving import leave
from members.merging import merge
from members.models import Member, Township
from pledges.models import Pledge, PledgeItem
from pledges.upkeep import withdraw_of_gone
from tests import build
from tests.papers.stories import sent
from tests.pledges.stories import keep, move, pledge_of, walked
from tools.papers.models import Scan
from tools.workflow.errors import Refused
from tools.workflow.models import StateChange


@pytest.fixture
def gone(cast, clock):
    """A member whose pledge was public and partly kept; he left, and the town's years are over."""
    member = cast.a.members[1]
    pledge = pledge_of(cast.a, member=member)
    move(pledge, "propose", cast.a.clerk)
    move(pledge, "return", cast.a.secretary, reason="党员乙写得不具体")
    walked(cast.a, "public", pledge)
    keep(
        pledge.items.get(number=1),
        cast.a.secretary,
        "adjust",
        content="吴庄子党员乙改为每月一次",
        reason="吴庄子党员乙身体不好",
    )
    sent(cast.client(cast.a.clerk), f"/papers/of/pledges.pledge/{pledge.pk}/", kind="signed_pledge")
    other = walked(cast.a, "public", pledge_of(cast.a, items=1, content="与吴庄子党员乙一起清扫街道"))
    leave(member, "moved", dt.date(2026, 11, 22))
    withdraw_of_gone()
    Township.objects.update(keep_left_years=0)
    clock.move_to("2026-12-01")
    erase(Member.objects.get(pk=member.pk))
    return pledge, other


def test_nothing_of_what_he_promised_is_left_but_that_he_did(cast, gone):
    pledge, other = gone
    own = PledgeItem.objects.filter(pledge=pledge)
    assert set(own.values_list("content", "measure", "result", "adjusted_because")) == {(NAME, "", "", "")}
    assert {one.content for one in PledgeItem.history.filter(id__in=own.values("pk"))} == {""}
    assert not StateChange.objects.filter(model="pledges.pledge", object_id=pledge.pk).exclude(note="")
    assert not Scan.objects.here().filter(model="pledges.pledge", object_id=pledge.pk)
    assert Pledge.objects.get(pk=pledge.pk).state == "withdrawn"
    other.refresh_from_db()
    assert [item.content for item in other.items.all()] == [f"与{NAME}一起清扫街道"]
    assert "党员乙" not in "".join(PledgeItem.history.values_list("content", flat=True))


def test_of_two_records_of_one_person_the_pledge_goes_along(cast):
    twin = build.member(cast.a.branch, "吴庄子党员乙", born="1968-05", joined="1995-07")
    pledge = pledge_of(cast.a, member=twin)
    merge(cast.a.members[1], twin)
    pledge.refresh_from_db()
    assert pledge.member == cast.a.members[1]


def test_where_both_have_one_for_the_year_it_is_said(cast):
    twin = build.member(cast.a.branch, "吴庄子党员乙", born="1968-05", joined="1995-07")
    for member in (twin, cast.a.members[1]):
        pledge_of(cast.a, member=member)
    with pytest.raises(Refused, match="承诺"):
        merge(cast.a.members[1], twin)
    assert Pledge.objects.filter(member=twin).exists()
