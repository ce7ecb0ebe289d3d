"""Two press at once on letters and pledges: one wins, the other is told, nothing is there twice. Two processes, real commits."""

import functools
import uuid

import pytest

from pledges.models import Pledge, PledgeItem, ResponsibilityLetter
from tests.groups.test_races import together, town
from tests.people import PASSWORD
from tests.pledges.paths import WORDS, at, holder, pledge_of
from tools.upkeep.invariants import find_broken
from tools.workflow.models import StateChange

__all__ = ["town"]
NEW = "/pledges/new/"


def sheet(request_id, rows=2, **whose):
    """What the page of a new pledge sends."""
    signs = [uuid.uuid5(request_id, str(number)) for number in range(rows)]
    sent = {"request_id": request_id, "items-TOTAL_FORMS": rows, "items-INITIAL_FORMS": 0} | whose
    for number, sign in enumerate(signs):
        words = WORDS | {"due_on": WORDS["due_on"].isoformat(), "row": sign, "goal": ""}
        sent |= {f"items-{number}-{name}": value for name, value in words.items()}
    return sent


@pytest.fixture
def visitors(live_workers, town):
    """The two who act as secretary of 吴庄子."""
    return [live_workers.visitor(name, PASSWORD) for name in ("secretary-a", "acting-a")]


def test_six_clicks_on_a_new_pledge_keep_it_once(town, visitors):
    for whose in ({"member": town.a.members[1].pk}, {"group": town.a.groups["culture"].pk}):
        sent = sheet(uuid.uuid4(), **whose)
        answers = together(*[functools.partial(visitors[0].post, NEW, sent)] * 6)
        assert {answer.status for answer in answers} == {302}
    assert Pledge.objects.count() == 2
    assert sorted(PledgeItem.objects.values_list("pledge", "number")) == sorted(
        (pledge.pk, number) for pledge in Pledge.objects.all() for number in (1, 2)
    )


def test_of_two_who_write_one_groups_pledge_at_once_one_is_told(town, visitors):
    for zone in ("economy", "environment", "livelihood", "harmony"):
        group = town.a.groups[zone]
        answers = together(
            *(functools.partial(one.post, NEW, sheet(uuid.uuid4(), group=group.pk)) for one in visitors * 2)
        )
        assert sorted(answer.status for answer in answers) == [302, 422, 422, 422]
        assert PledgeItem.objects.filter(pledge__group=group).count() == 2
    assert Pledge.objects.count() == 4


def test_two_who_prepare_a_villages_letters_at_once_prepare_each_once(town, visitors):
    holders = [
        holder(town.a, town, "economy", f"任岗人{character}", seat=seat)
        for seat, character in enumerate("甲乙丙丁戊己", 1)
    ]
    page = f"/pledges/{town.a.village.code}/letters/prepare/"
    answers = together(*(functools.partial(one.post, page, {}) for one in visitors * 3))
    assert {answer.status for answer in answers} == {302}
    found = ResponsibilityLetter.objects.values_list("placement", flat=True)
    assert sorted(found) == sorted(one.pk for one in holders)


def test_two_who_publish_and_send_back_at_once_do_one_of_the_two(town, visitors):
    for member in town.a.members:
        pledge = at(pledge_of(member=member), "audited", town.a.secretary)
        sent = {"version": pledge.version, "reason": "再写具体", "happened_on": "2026-03-20"}
        calls = [
            functools.partial(
                one.post, f"/moves/pledges.pledge/{pledge.pk}/{name}/", sent | {"request_id": uuid.uuid4()}
            )
            for one, name in zip(visitors, ("publish", "return"), strict=True)
        ]
        assert sorted(answer.status for answer in together(*calls)) == [302, 409]
        pledge.refresh_from_db()
        assert pledge.state in ("public", "returned")
        assert (pledge.published_on is None) is (pledge.state == "returned")
        assert StateChange.objects.of(pledge).count() == 3
    assert find_broken() == []
