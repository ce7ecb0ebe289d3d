"""A table that cannot work is found when the process starts."""

import dataclasses

import pytest
from django.contrib.admin import AdminSite, ModelAdmin, TabularInline

from groups.moves import APPLICATION
from members.models import Member, Office
from tools.workflow.admin import ScopedAdmin, ScopedInline, WorkflowAdmin
from tools.workflow.checks import check_admin, check_workflow
from tools.workflow.engine import REGISTRY, Move

pytestmark = pytest.mark.no_database


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


# The admin: what is registered stands under the scope


def found_in(admin_class, model=Member):
    return {error.id for error in check_admin(admin_class(model, AdminSite()))}


class Everybody:
    """Rights that say yes: the check looks at the scope, not at the rights."""

    def may_view(self, request):
        return True


def test_the_admins_that_we_ship_are_scoped():
    from django.contrib import admin

    assert [error for found in admin.site._registry.values() for error in check_admin(found)] == []


def test_an_admin_that_is_not_scoped_is_named():
    assert "workflow.E010" in found_in(ModelAdmin)
    assert "workflow.E010" not in found_in(type("Scoped", (Everybody, ScopedAdmin), {"exclude": ("user",)}))


def test_an_inline_that_is_not_scoped_is_named():
    inline = type("Offices", (TabularInline,), {"model": Office})
    assert "workflow.E010" in found_in(
        type("Open", (Everybody, ScopedAdmin), {"exclude": ("user",), "inlines": (inline,)})
    )
    scoped = type("Offices", (Everybody, ScopedInline), {"model": Office})
    assert found_in(type("Shut", (Everybody, ScopedAdmin), {"exclude": ("user",), "inlines": (scoped,)})) == set()


def test_a_state_that_could_be_written_is_named():
    assert "workflow.E011" in found_in(type("Open", (Everybody, ScopedAdmin), {}), APPLICATION.model)
    assert found_in(type("Shut", (Everybody, WorkflowAdmin), {}), APPLICATION.model) == set()


def test_a_list_that_writes_is_named():
    more = {"exclude": ("user",), "list_display": ("name", "job"), "list_editable": ("job",)}
    assert "workflow.E012" in found_in(type("Open", (Everybody, ScopedAdmin), more))


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({}, True),
        ({"exclude": ("user",)}, False),
        ({"readonly_fields": ("user",)}, False),
        ({"fields": ("name",)}, False),
    ],
)
def test_a_choice_whose_rows_have_no_scope_is_named(more, named):
    assert ("workflow.E013" in found_in(type("Open", (Everybody, ScopedAdmin), more))) is named
