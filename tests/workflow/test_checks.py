"""A table that cannot work is found when the process starts."""

import dataclasses

import pytest

from groups.moves import APPLICATION
from tools.workflow.checks import check_workflow
from tools.workflow.engine import REGISTRY, Move


@pytest.fixture
def table():
    """The table of applications, changed by the test and put back afterwards."""
    kept = REGISTRY["groups.application"]
    yield lambda *moves: dataclasses.replace(APPLICATION, moves=moves)
    REGISTRY["groups.application"] = kept


def ids(workflow):
    return {error.id for error in check_workflow(workflow)}


def test_the_tables_that_we_ship_are_sound():
    assert [error for workflow in REGISTRY.values() for error in check_workflow(workflow)] == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"target": "nowhere"}, "workflow.E002"),
        ({"sources": ()}, "workflow.E003"),
        ({"form": "NoSuchForm"}, "workflow.E004"),
        ({"form": "ApplicationForm"}, "workflow.E005"),
        ({"by": ("clerk",), "never": ("clerk",)}, "workflow.E006"),
    ],
)
def test_a_row_that_cannot_work_is_named(table, change, found):
    first, *rest = APPLICATION.moves
    assert found in ids(table(dataclasses.replace(first, **change), *rest))


def test_two_moves_of_one_name_are_named(table):
    assert "workflow.E001" in ids(table(*APPLICATION.moves, APPLICATION.moves[0]))


def test_a_state_without_a_way_in_is_named(table):
    assert "workflow.E007" in ids(table(*[move for move in APPLICATION.moves if move.name != "end"]))


def test_a_move_says_by_whom_it_is_made():
    assert Move("x", "x", ("a",), "b", ("clerk",)).allowed(frozenset({"clerk", "member"})) == "clerk"
    assert Move("x", "x", ("a",), "b", ("clerk",), never=("own",)).allowed(frozenset({"clerk", "own"})) is None
