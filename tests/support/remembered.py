"""Rows that many tests begin with: built by the product's own verbs once in a process, afterwards put back as they were."""

import copyreg
import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model

Built = TypeVar("Built")
_kept: dict[Callable, bytes] = {}
copyreg.pickle(memoryview, lambda view: (bytes, (bytes(view),)))  # What PostgreSQL answers for a column of bytes.


def remembered(build: Callable[[], Built]) -> Built:
    """What `build` makes, and every row that it adds or changes. Inside a test's transaction, which takes it all back again.

    PostgreSQL's sequences were moved on by the first time and stay so: what a test adds gets other keys.
    """
    if build in _kept:
        built, rows = pickle.loads(_kept[build])  # noqa: S301  our own
        for label, (added, changed) in rows.items():
            model = apps.get_model(label)
            model._base_manager.bulk_create([model(**columns) for columns in added])
            for key, columns in changed.items():
                model._base_manager.filter(pk=key).update(**columns)
        return built
    tables = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    before = {model: _rows(model) for model in tables}
    built = build()
    rows = {}
    for model, old in before.items():
        new = _rows(model)
        added = [columns for key, columns in new.items() if key not in old]
        changed = {key: columns for key, columns in new.items() if key in old and columns != old[key]}
        if added or changed:
            rows[model._meta.label] = (added, changed)
    _kept[build] = pickle.dumps((built, rows))
    return built


def _rows(model: type[Model]) -> dict[Any, dict[str, Any]]:
    return {columns[model._meta.pk.attname]: columns for columns in model._base_manager.values()}
