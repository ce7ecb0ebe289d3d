"""System checks on the tables: a table that cannot work is found when the process starts."""

from typing import Any

from django.core.checks import Error, register

from tools.workflow.engine import INTERNAL, REGISTRY, Workflow
from tools.workflow.models import Flowing


@register()
def check_workflows(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every registered table, row by row."""
    return [error for workflow in REGISTRY.values() for error in check_workflow(workflow)]


def check_workflow(workflow: Workflow) -> list[Error]:
    """What is wrong with one table: unknown states, equal names, states without a way in, missing forms and scope."""
    from tools.workflow.forms import MoveForm
    from tools.workflow.views import form_class

    errors = []

    def wrong(number: int, text: str) -> None:
        errors.append(Error(f"{workflow.label}: {text}", id=f"workflow.E{number:03d}"))

    known = set(workflow.states.values)
    names = [move.name for move in workflow.moves]
    if len(names) != len(set(names)):
        wrong(1, "two moves have one name")
    for move in workflow.moves:
        for state in {*move.sources, move.target, *move.others} - known:
            wrong(2, f"{move.name}: unknown state {state!r}")
        if not move.sources:
            wrong(3, f"{move.name}: comes from no state")
        if move.by != INTERNAL:
            try:
                form = form_class(workflow, move)
            except LookupError:
                wrong(4, f"{move.name}: no form {move.form}")
            else:
                if not issubclass(form, MoveForm):
                    wrong(5, f"{move.name}: {move.form} is no MoveForm")
        if {*move.by, *move.paper} & set(move.never):
            wrong(6, f"{move.name}: a role is both allowed and refused")
    initial = workflow.model._meta.get_field("state").get_default()
    reached = {initial}
    while more := {t for m in workflow.moves if reached & set(m.sources) for t in (m.target, *m.others)} - reached:
        reached |= more
    for state in sorted(known - reached):
        wrong(7, f"no move leads to {state!r}")
    if not hasattr(workflow.model.objects, "visible_to"):
        wrong(8, "its rows have no visible_to")
    for method in ("locus", "get_absolute_url"):
        if not hasattr(workflow.model, method):
            wrong(9, f"its rows have no {method}()")
    return errors


@register("admin")
def check_admins(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every registered admin and inline stands under the scope, and so does every row that its forms offer as a choice."""
    from django.contrib import admin

    return [error for found in admin.site._registry.values() for error in check_admin(found)]


def check_admin(found: Any) -> list[Error]:
    """What one admin would leak: its own rows, its inlines', its choices', and rows with a state open to be changed."""
    from tools.workflow.admin import Scoped, ScopedAdmin, WorkflowAdmin

    errors, name = [], f"{found.model.__name__}: {type(found).__name__}"

    def wrong(number: int, text: str) -> None:
        errors.append(Error(f"{name} {text}", id=f"workflow.E{number:03d}"))

    if not isinstance(found, ScopedAdmin):
        wrong(10, "is not scoped")
    if issubclass(found.model, Flowing) and not isinstance(found, WorkflowAdmin):
        wrong(11, "lets a state be written: it is no WorkflowAdmin")
    if found.list_editable:
        wrong(12, "changes rows in the list")
    for shown in (found, *(inline(found.model, found.admin_site) for inline in found.inlines)):
        if not isinstance(shown, Scoped):
            wrong(10, f"has {type(shown).__name__}, which is not scoped")
        for field in _choices(shown):
            if not hasattr(field.remote_field.model._default_manager, "visible_to"):
                wrong(13, f"offers {field.name}, whose rows have no visible_to")
    return errors


def _choices(shown: Any) -> list[Any]:
    """The fields of a form by which another row is chosen."""
    left_out = {*(shown.exclude or ()), *shown.readonly_fields}
    parent = getattr(shown, "parent_model", None)
    return [
        field
        for field in (*shown.model._meta.fields, *shown.model._meta.many_to_many)
        if field.is_relation and field.editable and field.name not in left_out
        if (not shown.fields or field.name in shown.fields) and field.remote_field.model is not parent
    ]
