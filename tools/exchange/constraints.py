"""What the database refuses, as the sentence of the constraint that it breaks."""

from collections.abc import Iterator

from django.apps import apps
from django.db import IntegrityError, models
from django.utils.translation import gettext as _


def sentence(error: IntegrityError) -> str:
    """What is wrong, in the words of the broken constraint; empty where none of ours is named.

    PostgreSQL names the constraint; SQLite names it for a check, and the columns for what must be unique.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    broken = getattr(diagnosis, "constraint_name", None) or str(error).rpartition("constraint failed: ")[2]
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if broken in (constraint.name, f"index '{constraint.name}'", _columns(model, constraint)):
                return str(constraint.get_violation_error_message())
        for field in _unique(model):
            if broken in (f"{model._meta.db_table}.{field.column}", _name(diagnosis, model, field)):
                told = {"field": field.verbose_name, "kind": model._meta.verbose_name}
                return _("Two records of the kind “%(kind)s” would have the same %(field)s.") % told
    return ""


def _columns(model: type[models.Model], constraint: models.BaseConstraint) -> str | None:
    if not isinstance(constraint, models.UniqueConstraint) or not constraint.fields:
        return None
    return ", ".join(f"{model._meta.db_table}.{model._meta.get_field(name).column}" for name in constraint.fields)


def _unique(model: type[models.Model]) -> Iterator[models.Field]:
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield field


def _name(diagnosis: object, model: type[models.Model], field: models.Field) -> str | None:
    """PostgreSQL calls the constraint of a unique column by the table, the column and a digest."""
    name, table = getattr(diagnosis, "constraint_name", None), getattr(diagnosis, "table_name", None)
    is_its = name and table == model._meta.db_table and name.startswith(f"{table}_{field.column}_")
    return name if is_its else None
