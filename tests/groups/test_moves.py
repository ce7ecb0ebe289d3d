"""The central procedure: every state x every move x everybody. What is not in the table is refused."""

import pytest

from groups.models import Application
from groups.moves import APPLICATION, ApplicationState
from tests import build
from tests.support.shares import my_share
from tools.workflow.errors import Conflict, Forbidden, NotMade

ENTERERS = {"clerk", "secretary", "liaison", "township"}
# Written by hand from the procedure, not read from the table under test: who may do what from where.
TABLE = {
    "apply": ({"drafted", "returned"}, ENTERERS | {"member"}),
    "nominate": ({"applied"}, ENTERERS),
    "review": ({"nominated"}, ENTERERS),
    "confirm": ({"reviewed"}, {"secretary"}),
    "vote_down": ({"applied", "nominated", "reviewed"}, {"secretary"}),
    "return": ({"applied", "nominated", "reviewed", "confirmed"}, {"secretary", "township"}),
    "reassign": ({"applied", "nominated", "reviewed", "confirmed"}, ENTERERS),
    "uphold": ({"posted"}, {"township"}),
    "withdraw": (
        {"drafted", "applied", "nominated", "reviewed", "confirmed", "posted", "returned"},
        ENTERERS | {"member", "clock"},
    ),
    "end": ({"seated"}, {"secretary", "township", "clock"}),
    "post": ({"confirmed"}, set()),
    "recall": ({"posted"}, set()),
    "seat": ({"posted"}, set()),
    "renew": ({"seated"}, {"secretary"}),
    "undo": ({"applied", "nominated", "reviewed"}, ENTERERS | {"member"}),
}
PEOPLE = ["clerk", "secretary", "liaison", "township", "member", "leader", "viewer", "maintainer", "clock"]
OUTSIDERS = ["secretary-b", "clerk-b", "member-b", "leader-b"]


def person(cast, word):
    if word == "clock":
        return None
    if word in ("township", "viewer", "liaison", "maintainer"):
        return getattr(cast, word)
    name, _, village = word.partition("-")
    return getattr(cast.b if village == "b" else cast.a, name)


def test_the_table_has_these_moves_and_no_others():
    assert {move.name for move in APPLICATION.moves} == set(TABLE)


@pytest.mark.parametrize("state", ApplicationState.values)
@pytest.mark.parametrize("who", my_share(PEOPLE + OUTSIDERS))
def test_only_the_written_cells_open_a_button(cast, who, state):
    application = build.draft(cast.a.members[0], cast.a.posts["economy"])
    # Only asked, never written: the state is set on the instance in memory.
    application.state = state
    seen = {move.name for move in APPLICATION.available(person(cast, who), application)}
    # Nothing was typed a moment ago here, so nothing can be taken back: tests/groups/test_undo.py.
    # Nor does a term end early: tests/groups/test_years.py.
    expected = {name for name, (sources, by) in TABLE.items() if state in sources and who in by} - {"undo", "renew"}
    assert seen == expected


# A draft is tried by everybody with every move, but for the cells in which the move is his to make.
REFUSED = [
    (who, name)
    for name, (sources, by) in TABLE.items()
    for who in PEOPLE + OUTSIDERS
    if not (who in by and "drafted" in sources)
]


@pytest.mark.parametrize(("who", "name"), my_share(REFUSED))
def test_whoever_is_not_in_the_table_is_refused_and_nothing_is_written(cast, who, name):
    application = build.draft(cast.a.members[0], cast.a.posts["economy"])
    expected = Conflict if who in TABLE[name][1] else Forbidden
    with pytest.raises(expected):
        APPLICATION.perform(application, name, actor=person(cast, who), data={"reason": "试"})
    application.refresh_from_db()
    assert (application.state, application.version) == ("drafted", 0)


def test_nobody_confirms_his_own_application_then_it_is_the_townships(cast):
    own = build.draft(cast.a.secretary_member, cast.a.posts["economy-leader"])
    build.walk(own, "reviewed", cast.a.clerk)
    with pytest.raises(Forbidden):
        build.move(own, "confirm", cast.a.secretary)
    met = build.meeting(cast.a.village, "assembly", held_on=build.DAYS["confirm"], entitled=20, present=15)
    assert build.move(own, "confirm", cast.township, **build.votes(met)).state == "confirmed"


def test_the_township_confirms_for_nobody_else(cast):
    other = build.draft(cast.a.members[0], cast.a.posts["economy"])
    build.walk(other, "reviewed", cast.a.clerk)
    with pytest.raises(Forbidden):
        build.move(other, "confirm", cast.township)


def test_a_secretary_whose_account_is_not_tied_to_his_record_cannot_confirm_himself(cast):
    cast.a.secretary_member.user = None
    cast.a.secretary_member.save(update_fields=["user"])
    own = build.draft(cast.a.secretary_member, cast.a.posts["economy-leader"])
    build.walk(own, "reviewed", cast.a.clerk)
    with pytest.raises(Forbidden):
        build.move(own, "confirm", cast.a.secretary)
    assert [move.name for move in APPLICATION.available(cast.township, own)] == [
        "confirm",
        "vote_down",
        "return",
        "reassign",
        "withdraw",
    ]


def test_a_mandate_that_ended_yesterday_opens_nothing(cast):
    cast.a.clerk.mandates.update(ends_on="2026-11-22")
    application = build.draft(cast.a.members[0], cast.a.posts["economy"])
    with pytest.raises(Forbidden):
        build.move(application, "apply", cast.a.clerk)


def test_a_mandate_taken_away_opens_nothing_even_inside_its_dates(cast):
    cast.a.clerk.mandates.update(taken_at=build.moment("2026-11-23", 9))
    application = build.draft(cast.a.members[0], cast.a.posts["economy"])
    with pytest.raises(Forbidden):
        build.move(application, "apply", cast.a.clerk)


def test_a_list_moves_whole_or_not_at_all(cast):
    drafts = [build.draft(person, cast.a.posts["economy"]) for person in cast.a.members]
    build.move(drafts[1], "apply", cast.a.clerk)
    with pytest.raises(NotMade):
        APPLICATION.perform_many(drafts, "apply", actor=cast.a.clerk)
    assert sorted(Application.objects.values_list("state", flat=True)) == ["applied", "drafted", "drafted"]
