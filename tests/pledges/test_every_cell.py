"""Letters, pledges and their items: every state x every move x everybody. What is not in the tables is refused."""

import contextlib

import pytest
from django.db import transaction

from pledges.moves import ITEM, LETTER, PLEDGE, ItemState, LetterState, PledgeState
from tests.pledges.paths import TODAY, TYPED, at, holder, letter_of, pledge_of, published, settled, step
from tools.workflow.errors import Conflict, Forbidden
from tools.workflow.models import StateChange

ENTERERS = {"clerk", "secretary", "liaison", "township"}
# Written by hand from the procedure, not read from the tables under test: who may do what from where.
# `he` is the member whose pledge it is, `leader` leads the group whose pledge it is; both are nothing to anybody else's.
LETTERS = {
    "sign": ({"prepared"}, ENTERERS),
    "end": ({"prepared", "signed"}, {"secretary", "township", "clock"}),
    "void": ({"prepared", "signed"}, {"secretary", "township"}),
}


def pledges(his, examiner):
    return {
        "propose": ({"drafted", "returned"}, ENTERERS | his),
        "audit": ({"proposed"}, {examiner}),
        "publish": ({"audited"}, ENTERERS),
        "close": ({"public"}, {examiner}),
        "return": ({"proposed", "audited"}, {"secretary", "township"}),
        "withdraw": (
            {"drafted", "returned", "proposed", "audited", "public"},
            ENTERERS | {"clock"} | his - {"leader"},
        ),
    }


def items(his, examiner):
    return {
        "finish": ({"going", "adjusted"}, ENTERERS | his),
        "adjust": ({"going", "adjusted"}, {examiner}),
        "miss": ({"going", "adjusted"}, ENTERERS),
        "reply": ({"not_done"}, ENTERERS | his),
        "reopen": ({"done", "not_done"}, {examiner}),
    }


TARGETS = {
    "sign": "signed", "end": "over", "void": "void",
    "propose": "proposed", "audit": "audited", "publish": "public", "close": "closed", "return": "returned",
    "withdraw": "withdrawn",
    "finish": "done", "adjust": "adjusted", "miss": "not_done", "reply": "not_done", "reopen": "going",
}  # fmt: skip
TABLES = {
    "a letter": (LETTER, LETTERS),
    "a member's pledge": (PLEDGE, pledges({"he"}, "secretary")),
    "a group's pledge": (PLEDGE, pledges({"leader"}, "secretary")),
    "the secretary's pledge": (PLEDGE, pledges(set(), "township")),
    "a member's item": (ITEM, items({"he"}, "secretary")),
    "a group's item": (ITEM, items({"leader"}, "secretary")),
    "the secretary's item": (ITEM, items(set(), "township")),
}
PEOPLE = ["clerk", "secretary", "liaison", "township", "he", "leader", "viewer", "maintainer", "clock"]
OUTSIDERS = ["secretary-b", "clerk-b", "he-b", "leader-b"]
STATES = [(what, state) for what, (workflow, _table) in TABLES.items() for state in workflow.states.values]


def person(cast, word):
    if word == "clock":
        return None
    if word in ("township", "viewer", "liaison", "maintainer"):
        return getattr(cast, word)
    name, _, village = word.partition("-")
    return getattr(cast.b if village == "b" else cast.a, "member" if name == "he" else name)


def whose(cast, what):
    """A draft of the pledge that `what` is about."""
    if what.startswith("a group's"):
        return pledge_of(group=cast.a.groups["culture"])
    of_secretary = what.startswith("the secretary's")
    return pledge_of(member=cast.a.secretary_member if of_secretary else cast.a.members[0])


def reached(cast, what, state):
    """A letter, a pledge or an item that stands there, by the steps that lead there."""
    clerk = cast.a.clerk
    examiner = cast.township if what.startswith("the secretary's") else cast.a.secretary
    if what == "a letter":
        letter = letter_of(holder(cast.a, cast))
        if state == "over":
            letter.placement.over_on = TODAY
            letter.placement.save()
        steps = {"prepared": (), "signed": ("sign",), "over": ("sign", "end"), "void": ("void",)}[state]
        for name in steps:
            step(letter, name, clerk if name == "sign" else cast.a.secretary)
        return letter
    pledge = whose(cast, what)
    if "pledge" in what:
        if state == "returned":
            step(step(pledge, "propose", clerk), "return", cast.a.secretary)
            return pledge
        return at(pledge, state, clerk, examiner)
    return settled(published(pledge, clerk, examiner).items.get(), state, clerk)


@contextlib.contextmanager
def only_tried():
    """What is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def let_it_hold(thing, name, actor):
    """What the procedure asks for besides: a post that was left, every item settled, somebody who is gone."""
    if name == "end":
        thing.placement.over_on = TODAY
        thing.placement.save()
    elif name == "close":
        settled(thing.items.get(), "done", actor)
    elif name == "withdraw" and actor is None:
        thing.member.left_on, thing.member.left_how = TODAY, "moved"
        thing.member.save()


@pytest.mark.parametrize(("workflow", "table"), TABLES.values(), ids=TABLES)
def test_the_tables_have_these_moves_and_no_others(workflow, table):
    assert {move.name for move in workflow.moves} == set(table)


@pytest.mark.parametrize(("what", "state"), STATES)
def test_only_the_written_cells_open_a_button(cast, what, state):
    workflow, table = TABLES[what]
    thing = reached(cast, what, state)
    for who in PEOPLE + OUTSIDERS:
        seen = {move.name for move in workflow.available(person(cast, who), thing)}
        expected = {name for name, (sources, by) in table.items() if state in sources and who in by}
        assert seen == expected - {"close"}, f"{who}; nothing is closed while an item is going on"


def test_the_button_that_closes_comes_with_the_last_items_end(cast):
    pledge = published(pledge_of(member=cast.a.members[0], items=({}, {"content": "给两户老人送水"})), cast.a.secretary)
    for item in pledge.items.all():
        assert "close" not in {move.name for move in PLEDGE.available(cast.a.secretary, pledge)}
        settled(item, "done", cast.a.clerk)
    assert "close" in {move.name for move in PLEDGE.available(cast.a.secretary, pledge)}
    assert "close" not in {move.name for move in PLEDGE.available(cast.a.clerk, pledge)}


@pytest.mark.parametrize(("what", "state"), STATES)
def test_whoever_is_not_in_the_tables_is_refused_and_nothing_is_written(cast, what, state):
    workflow, table = TABLES[what]
    thing = reached(cast, what, state)
    before = (thing.state, thing.version, StateChange.objects.count())
    for name, (sources, by) in table.items():
        for who in PEOPLE + OUTSIDERS:
            if who in by and state in sources:
                continue
            with pytest.raises(Conflict if who in by else Forbidden):
                workflow.perform(thing, name, actor=person(cast, who), data=TYPED.get(name, {"reason": "试"}))
            thing.refresh_from_db()
            assert (thing.state, thing.version, StateChange.objects.count()) == before, (who, name)


@pytest.mark.parametrize(("what", "state"), STATES)
def test_whoever_is_in_the_tables_makes_the_move(cast, what, state):
    thing = reached(cast, what, state)
    for name, (sources, by) in TABLES[what][1].items():
        for who in by if state in sources else ():
            if who == "clock" and what == "a group's pledge":
                continue  # A group does not go away.
            with only_tried():
                actor = person(cast, who)
                let_it_hold(thing, name, actor)
                step(thing, name, actor, on=TODAY)
                assert thing.state == TARGETS[name], (who, name)
                change = StateChange.objects.of(thing).last()
                assert (change.actor, change.source, change.target) == (actor, state, TARGETS[name])


def test_every_state_of_the_three_is_tried():
    assert {len(LetterState), len(PledgeState), len(ItemState)} == {4, 7}
    assert len(STATES) == 4 + 3 * 7 + 3 * 4


def test_nobody_examines_or_closes_his_own_pledge_then_it_is_the_townships(cast):
    pledge = pledge_of(member=cast.a.secretary_member)
    step(pledge, "propose", cast.a.secretary)
    with pytest.raises(Forbidden):
        step(pledge, "audit", cast.a.secretary)
    step(pledge, "audit", cast.township)
    assert StateChange.objects.of(pledge).last().acted_as == "instead"
    step(pledge, "publish", cast.a.secretary)
    settled(pledge.items.get(), "done", cast.a.secretary)
    with pytest.raises(Forbidden):
        step(pledge, "close", cast.a.secretary)
    assert step(pledge, "close", cast.township).state == "closed"


def test_a_secretary_whose_account_is_not_tied_to_his_record_examines_not_himself(cast):
    cast.a.secretary_member.user = None
    cast.a.secretary_member.save(update_fields=["user"])
    pledge = step(pledge_of(member=cast.a.secretary_member), "propose", cast.a.clerk)
    with pytest.raises(Forbidden):
        step(pledge, "audit", cast.a.secretary)
    assert step(pledge, "audit", cast.township).state == "audited"


def test_the_township_examines_for_nobody_else_but_where_a_past_year_is_brought_in(cast):
    pledge = step(pledge_of(member=cast.a.members[0]), "propose", cast.a.clerk)
    with pytest.raises(Forbidden):
        PLEDGE.perform(pledge, "audit", actor=cast.township)
    PLEDGE.perform(pledge, "audit", actor=cast.township, from_paper=True)
    pledge.refresh_from_db()
    assert pledge.state == "audited"


def test_who_leads_another_group_writes_nothing_of_this_one(cast):
    pledge = pledge_of(group=cast.a.groups["economy"])
    with pytest.raises(Forbidden):
        step(pledge, "propose", cast.a.leader)


def test_a_mandate_that_ended_yesterday_opens_nothing(cast):
    cast.a.clerk.mandates.update(ends_on="2026-11-22")
    pledge = pledge_of(member=cast.a.members[0])
    letter = letter_of(holder(cast.a, cast))
    for thing, name in ((pledge, "propose"), (letter, "sign")):
        with pytest.raises(Forbidden):
            step(thing, name, cast.a.clerk)


def test_somebody_who_left_the_branch_hands_nothing_in(cast):
    him = cast.a.members[0]
    pledge = pledge_of(member=him)
    him.left_on, him.left_how = TODAY, "moved"
    him.save()
    assert not PLEDGE.available(cast.a.member, pledge)
    with pytest.raises(Forbidden):
        step(pledge, "propose", cast.a.member)
