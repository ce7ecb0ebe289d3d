"""Rows that many tests begin with: built by the product's own verbs once in a process, afterwards put back as they were."""

import pickle
from collections.abc import Callable
from typing import TypeVar

from django.apps import apps

Built = TypeVar("Built")
_kept: dict[Callable, bytes] = {}


def remembered(build: Callable[[], Built]) -> Built:
    """What `build` makes, and every row that it adds. Inside a test's transaction, which takes the rows away again.

    PostgreSQL's sequences were moved on by the first time and stay so: what a test adds gets other keys.
    """
    if build in _kept:
        built, rows = pickle.loads(_kept[build])  # noqa: S301  our own
        for label, added in rows.items():
            model = apps.get_model(label)
            model._base_manager.bulk_create([model(**columns) for columns in added])
        return built
    tables = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    before = {model: set(model._base_manager.values_list("pk", flat=True)) for model in tables}
    built = build()
    rows = {model._meta.label: list(model._base_manager.exclude(pk__in=old).values()) for model, old in before.items()}
    _kept[build] = pickle.dumps((built, {label: added for label, added in rows.items() if added}))
    return built
