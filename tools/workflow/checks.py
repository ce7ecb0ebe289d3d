"""System checks on the tables: a table that cannot work is found when the process starts."""

from typing import Any

from django.core.checks import Error, register

from tools.workflow.engine import INTERNAL, REGISTRY, Workflow


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
        if set(move.by) & set(move.never):
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
    """Every registered admin and inline stands under the scope."""
    from django.contrib import admin

    from tools.workflow.admin import Scoped

    errors = []
    for model, registered in admin.site._registry.items():
        for found in (type(registered), *registered.inlines):
            if not issubclass(found, Scoped):
                errors.append(Error(f"{model.__name__}: {found.__name__} is not scoped", id="workflow.E010"))
    return errors
