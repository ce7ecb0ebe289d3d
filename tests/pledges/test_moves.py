"""Letters, pledges and items: every state x every move x everybody. What is not in the table is refused."""

import pytest

from pledges.models import Pledge, PledgeItem, ResponsibilityLetter
from pledges.moves import ITEM, LETTER, PLEDGE, ItemState, LetterState, PledgeState
from tests.groups.test_moves import ENTERERS, OUTSIDERS, PEOPLE, person
from tests.pledges.stories import letter_of, move, pledge_of, walked
from tools.workflow.errors import Conflict, Forbidden

# Written by hand from the procedure, not read from the tables under test: who may do what from where. The leader leads the
# group whose pledge it is.
LETTERS = {
    "sign": ({"prepared"}, ENTERERS),
    "end": ({"prepared", "signed"}, {"secretary", "township", "clock"}),
    "void": ({"prepared", "signed"}, {"secretary", "township"}),
}
PLEDGES = {
    "propose": ({"drafted", "returned"}, ENTERERS | {"leader"}),
    "audit": ({"proposed"}, {"secretary"}),
    "publish": ({"audited"}, ENTERERS),
    "close": ({"public"}, {"secretary"}),
    "return": ({"proposed", "audited"}, {"secretary", "township"}),
    "withdraw": ({"drafted", "returned", "proposed", "audited", "public"}, ENTERERS | {"clock"}),
}
ITEMS = {
    "finish": ({"going", "adjusted"}, ENTERERS | {"leader"}),
    "adjust": ({"going", "adjusted"}, ENTERERS | {"leader"}),
    "miss": ({"going", "adjusted"}, ENTERERS),
    "reply": ({"not_done"}, ENTERERS | {"leader"}),
    "reopen": ({"done", "not_done"}, {"secretary"}),
}
EVERYBODY = PEOPLE + OUTSIDERS


def expected(table, state, who):
    return {name for name, (sources, by) in table.items() if state in sources and who in by}


def test_the_tables_have_these_moves_and_no_others():
    for workflow, table in ((LETTER, LETTERS), (PLEDGE, PLEDGES), (ITEM, ITEMS)):
        assert {one.name for one in workflow.moves} == set(table)


@pytest.mark.parametrize("state", LetterState.values)
@pytest.mark.parametrize("who", EVERYBODY)
def test_only_the_written_cells_of_a_letter_open_a_button(cast, who, state):
    letter = letter_of(cast.a)
    letter.state = state  # Only asked, never written: set on the instance in memory.
    assert {one.name for one in LETTER.available(person(cast, who), letter)} == expected(LETTERS, state, who)


@pytest.mark.parametrize("state", PledgeState.values)
@pytest.mark.parametrize("who", EVERYBODY)
def test_only_the_written_cells_of_a_groups_pledge_open_a_button(cast, who, state):
    pledge = pledge_of(cast.a, items=0)
    pledge.state = state
    assert {one.name for one in PLEDGE.available(person(cast, who), pledge)} == expected(PLEDGES, state, who)


@pytest.mark.parametrize("state", ItemState.values)
@pytest.mark.parametrize("who", EVERYBODY)
def test_only_the_written_cells_of_an_item_open_a_button(cast, who, state):
    item = pledge_of(cast.a).items.get(number=1)
    item.state = state
    assert {one.name for one in ITEM.available(person(cast, who), item)} == expected(ITEMS, state, who)


@pytest.mark.parametrize("state", PledgeState.values)
def test_of_his_own_pledge_a_member_hands_in_and_takes_back(cast, state):
    pledge = pledge_of(cast.a, member=cast.a.members[0])
    pledge.state = state
    seen = {one.name for one in PLEDGE.available(cast.a.member, pledge)}
    own = {"propose": {"drafted", "returned"}, "withdraw": PLEDGES["withdraw"][0]}
    assert seen == {name for name, sources in own.items() if state in sources}
    for other in (cast.a.leader, cast.b.member, cast.b.leader):
        assert not PLEDGE.available(other, pledge)


def refused(table, first):
    """Everybody tries every move on what was just made, but for the cells in which the move is his to make."""
    return [
        (who, name)
        for name, (sources, by) in table.items()
        for who in EVERYBODY
        if who not in by or first not in sources
    ]


@pytest.mark.parametrize(("who", "name"), refused(LETTERS, "prepared"))
def test_whoever_is_not_in_the_table_moves_no_letter_and_nothing_is_written(cast, who, name):
    letter = letter_of(cast.a)
    with pytest.raises(Conflict if who in LETTERS[name][1] else Forbidden):
        LETTER.perform(letter, name, actor=person(cast, who), data={"reason": "试"})
    assert ResponsibilityLetter.objects.get().state == "prepared"


@pytest.mark.parametrize(("who", "name"), refused(PLEDGES, "drafted"))
def test_whoever_is_not_in_the_table_moves_no_pledge_and_nothing_is_written(cast, who, name):
    pledge = pledge_of(cast.a)
    with pytest.raises(Conflict if who in PLEDGES[name][1] else Forbidden):
        PLEDGE.perform(pledge, name, actor=person(cast, who), data={"reason": "试"})
    assert (Pledge.objects.get().state, Pledge.objects.get().version) == ("drafted", 0)


@pytest.mark.parametrize(("who", "name"), refused(ITEMS, "going"))
def test_whoever_is_not_in_the_table_moves_no_item_and_nothing_is_written(cast, who, name):
    item = walked(cast.a, "public").items.get(number=1)
    with pytest.raises(Conflict if who in ITEMS[name][1] else Forbidden):
        ITEM.perform(item, name, actor=person(cast, who), data={"reason": "试", "result": "试", "reply": "试"})
    assert PledgeItem.objects.get(pk=item.pk).state == "going"


def test_nobody_examines_or_closes_his_own_then_it_is_the_townships(cast):
    pledge = pledge_of(cast.a, member=cast.a.secretary_member, items=1)
    move(pledge, "propose", cast.a.secretary)
    with pytest.raises(Forbidden):
        move(pledge, "audit", cast.a.secretary)
    assert move(pledge, "audit", cast.township).state == "audited"
    move(pledge, "publish", cast.a.clerk)
    with pytest.raises(Forbidden):
        move(pledge, "close", cast.a.secretary)
    other = pledge_of(cast.a, member=cast.a.members[1])
    move(other, "propose", cast.a.secretary)
    with pytest.raises(Forbidden):
        move(other, "audit", cast.township)
