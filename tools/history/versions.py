"""What was changed on a record, by whom and when, told from the versions that are kept of it."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

NEW, CHANGED, DELETED = "+", "~", "-"
Linked = dict[str, dict[int, frozenset[int]]]
"""What hung on each version by many-to-many: field -> version -> keys."""


@dataclass(frozen=True)
class Change:
    """One field: its name, what it said before and says since, in words."""

    field: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Version:
    """One version of a record. `kind`: NEW, CHANGED or DELETED; `by`: the account's key, None for the clock."""

    key: int
    record: int | str
    at: dt.datetime
    by: int | None
    kind: str
    name: str
    changes: tuple[Change, ...]


def histories() -> dict[str, type[models.Model]]:
    """The history of every kind of record that keeps one, by the record's label."""
    found = {}
    for model in apps.get_models():
        if manager := getattr(model._meta, "simple_history_manager_attribute", None):
            found[model._meta.label_lower] = getattr(model, manager).model
    return found


def told(
    model: type[models.Model], keys: Iterable[int], *, values: bool = True, in_full: bool = False
) -> Iterator[Version]:
    """These versions of one kind of record, oldest first; a handful of queries however many they are.

    What changed is told by the version before, so that no value is kept twice. Without `values` only the fields' names.
    What a field masks is masked, unless it is told `in_full`, to the person himself.
    """
    history = model.history.model
    shown = list(history.objects.filter(pk__in=keys).order_by("history_date", "history_id"))
    key = model._meta.pk.attname  # A year, a zone: not every record is numbered.
    before = _before(history, shown, key)
    linked = _linked(history, [version.pk for version in (*shown, *filter(None, before.values()))])
    names = _names(model, linked, [*shown, *filter(None, before.values())]) if values else {}
    for row in shown:
        old = before[row.pk]
        changes = _changed(model, linked, names, old, row, in_full) if row.history_type == CHANGED and old else ()
        who, name = row.history_user_id, _called(model, row, names, values)
        yield Version(row.pk, getattr(row, key), row.history_date, who, row.history_type, name, tuple(changes))


def of_records(model: type[models.Model], records: Collection[int], *, in_full: bool = False) -> list[Version]:
    """Every version of these records."""
    of_them = {f"{model._meta.pk.attname}__in": records}
    keys = model.history.filter(**of_them).values_list("history_id", flat=True)
    return list(told(model, keys, in_full=in_full))


def _before(history: type[models.Model], shown: list[Any], key: str) -> dict[int, Any]:
    before: dict[int, Any] = {}
    last: dict[int | str, Any] = {}
    of_them = history.objects.filter(**{f"{key}__in": {getattr(row, key) for row in shown}})
    for version in of_them.order_by("history_date", "history_id"):
        record = getattr(version, key)
        before[version.pk] = last.get(record)
        last[record] = version
    return before


def _linked(history: type[models.Model], keys: list[int]) -> Linked:
    found: Linked = {}
    for field in history._history_m2m_fields:
        other = field.remote_field.through._meta.get_field(field.m2m_reverse_field_name()).attname
        links: dict[int, set[int]] = {}
        rows = getattr(history, field.name).model.objects.filter(history__in=keys)
        for version, key in rows.values_list("history_id", other):
            links.setdefault(version, set()).add(key)
        found[field.name] = {version: frozenset(known) for version, known in links.items()}
    return found


def _names(model: type[models.Model], linked: Linked, versions: list[Any]) -> dict[type[models.Model], dict[int, str]]:
    """How other records are called to which these point."""
    wanted: dict[type[models.Model], set[int]] = {}
    for field in _kept(model, versions[:1]):
        if field.remote_field:
            keys = {getattr(version, field.attname) for version in versions} - {None}
            wanted.setdefault(field.related_model, set()).update(keys)
    for name, links in linked.items():
        other = model._meta.get_field(name).related_model
        wanted.setdefault(other, set()).update(key for keys in links.values() for key in keys)
    found = {}
    for other, keys in wanted.items():
        found[other] = {pk: _one(thing) for pk, thing in other._base_manager.in_bulk(keys).items()} if keys else {}
    return found


def _one(thing: Any) -> str:
    return getattr(thing, "told_apart", None) or str(thing)


def _called(model: type[models.Model], row: Any, names: dict, values: bool) -> str:
    """Where values are told as its kind calls its versions; else by its name; without one by what it belongs to."""
    if values and (called := getattr(model, "called_in_history", None)):
        return called(row) or str(row.id)
    if name := getattr(row, "name", ""):
        return name
    pointing = [field for field in _kept(model, [row]) if field.related_model in names]
    owners = (names[field.related_model].get(getattr(row, field.attname), "") for field in pointing)
    return next(filter(None, owners), str(getattr(row, model._meta.pk.attname)))


def _kept(model: type[models.Model], versions: list[Any]) -> list[models.Field]:
    """The fields of a record that its history keeps."""
    kept = {field.attname for version in versions for field in version._meta.concrete_fields}
    return [field for field in model._meta.concrete_fields if field.attname in kept]


def _changed(
    model: type[models.Model], linked: Linked, names: dict, old: Any, new: Any, in_full: bool
) -> Iterator[Change]:
    for field in _kept(model, [new]):
        pair = getattr(old, field.attname), getattr(new, field.attname)
        if pair[0] != pair[1]:
            yield Change(str(field.verbose_name), *(_in_words(field, value, names, in_full) for value in pair))
    for name, links in linked.items():
        pair = links.get(old.pk, frozenset()), links.get(new.pk, frozenset())
        if pair[0] != pair[1]:
            field = model._meta.get_field(name)
            called = names.get(field.related_model, {})
            words = ("、".join(sorted(called.get(key, "") for key in keys)) for keys in pair)
            yield Change(str(field.verbose_name), *words)


def _in_words(field: models.Field, value: Any, names: dict, in_full: bool) -> str:
    if value is None or value == "":
        return ""
    if hasattr(field, "masked") and not in_full:
        return field.masked(value)
    if field.remote_field:
        return names.get(field.related_model, {}).get(value, "")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return field.in_words(value) if hasattr(field, "in_words") else str(value)
