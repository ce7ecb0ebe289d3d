"""Who changed, decided, sent in or took along what, and when: names of fields, no values.

Nothing is written for this page and nothing can be deleted from it: it reads the histories of the records, the trail of the
moves, the sheets that came and went, and the log of the accounts. Values stay in each record's own history, within its scope.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tools.exchange.models import Batch
from tools.workflow.engine import REGISTRY
from tools.workflow.models import StateChange

RECORDS, MOVES, SHEETS, ACCOUNTS = "records", "moves", "sheets", "accounts"
KINDS = [(RECORDS, _("records changed")), (MOVES, _("steps of the procedure")), (SHEETS, _("sheets in and out")),
         (ACCOUNTS, _("accounts"))]  # fmt: skip
DID = {"+": _("new"), "~": _("changed"), "-": _("deleted")}


@dataclass(frozen=True)
class Deed:
    """One line of the record: when, who, what was done to which thing, and which fields of it changed."""

    at: dt.datetime
    who: str
    did: str
    what: str
    fields: tuple[str, ...] = ()


def deeds(
    kind: str = "", since: dt.datetime | None = None, before: dt.datetime | None = None, who: str = ""
) -> QuerySet:
    """Rows (table, key, at, user id), newest first, of what fits; `who`: part of an account's or its owner's name."""
    narrowed = Q()
    if since:
        narrowed &= Q(at__gte=since)
    if before:
        narrowed &= Q(at__lt=before)
    if who:
        people = get_user_model().objects.filter(Q(username__icontains=who) | Q(name__icontains=who))
        narrowed &= Q(by__in=list(people.values_list("pk", flat=True)))
    parts = [rows.filter(narrowed).values_list("table", "row", "at", "by") for rows in _sources(kind)]
    return parts[0].union(*parts[1:], all=True).order_by("-at", "table", "-row")


def _sources(kind: str) -> Iterator[QuerySet]:
    """Every table that is read, under the same four names of columns."""
    if kind in ("", MOVES):
        yield _named(StateChange.objects.order_by(), MOVES, row=F("id"), at=F("typed_at"), by=F("actor_id"))
    if kind in ("", SHEETS):
        said = {"at": Coalesce("applied_at", "uploaded_at"), "by": Coalesce("applied_by_id", "uploaded_by_id")}
        yield _named(Batch.objects.order_by(), SHEETS, row=F("id"), **said)
    if kind in ("", ACCOUNTS):
        yield _named(LogEntry.objects.order_by(), ACCOUNTS, row=F("id"), at=F("action_time"), by=F("user_id"))
    if kind in ("", RECORDS):
        for label, history in histories().items():
            said = {"at": F("history_date"), "by": F("history_user_id")}
            yield _named(history.objects.order_by(), label, row=F("history_id"), **said)


def _named(rows: QuerySet, source: str, **columns: Any) -> QuerySet:
    return rows.annotate(table=Value(source, CharField()), **columns)


def histories() -> dict[str, type[Model]]:
    """The history of every kind of record that keeps one, by the record's label."""
    found = {}
    for model in apps.get_models():
        if manager := getattr(model._meta, "simple_history_manager_attribute", None):
            found[model._meta.label_lower] = getattr(model, manager).model
    return found


def told(rows: Iterable[tuple[str, int, dt.datetime, int | None]]) -> list[Deed]:
    """The rows of a page in words; as many questions as there are kinds of things on it, not as rows."""
    rows = list(rows)
    keys: dict[str, list[int]] = {}
    for source, key, _at, _by in rows:
        keys.setdefault(source, []).append(key)
    words: dict[tuple[str, int], tuple[str, str, tuple[str, ...]]] = {}
    for source, wanted in keys.items():
        words.update({(source, key): said for key, said in READERS.get(source, _record)(source, wanted)})
    people = get_user_model().objects.in_bulk({by for _source, _key, _at, by in rows if by})
    return [
        Deed(at, str(people[by]) if by in people else _t("the clock"), *words[source, key])
        for source, key, at, by in rows
        if (source, key) in words
    ]


Told = Iterator[tuple[int, tuple[str, str, tuple[str, ...]]]]


def _moves(source: str, keys: list[int]) -> Told:
    changes = list(StateChange.objects.filter(pk__in=keys))
    things: dict[tuple[str, int], str] = {}
    for label in {change.model for change in changes}:
        workflow = REGISTRY[label]
        rows = workflow.model.objects.select_related(*workflow.related)
        found = rows.in_bulk({change.object_id for change in changes if change.model == label})
        things.update({(label, pk): str(thing) for pk, thing in found.items()})
    for change in changes:
        workflow = REGISTRY[change.model]
        named = things.get((change.model, change.object_id), change.object_id)
        yield change.pk, (str(workflow.move(change.move).label), f"{workflow.model._meta.verbose_name} {named}", ())


def _sheets(source: str, keys: list[int]) -> Told:
    for batch in Batch.objects.filter(pk__in=keys).defer("payload"):
        if batch.kind.endswith("_export"):
            did = _t("took along")
        else:
            did = _t("took over into the records") if batch.applied_at else _t("sent in, not taken over")
        rows = batch.counts.get("rows", 0)
        yield batch.pk, (did, _t("%(file)s, %(rows)s rows") % {"file": batch.file_name, "rows": rows}, ())


def _accounts(source: str, keys: list[int]) -> Told:
    for entry in LogEntry.objects.filter(pk__in=keys).select_related("content_type"):
        kind = entry.content_type and entry.content_type.model_class()
        name = capfirst(kind._meta.verbose_name) if kind else ""
        yield (
            entry.pk,
            (entry.get_change_message() or entry.get_action_flag_display(), f"{name} {entry.object_repr}", ()),
        )


def _record(label: str, keys: list[int]) -> Told:
    """Versions of one kind of record; what changed is told by the version before, so that no value is kept twice."""
    model, history = apps.get_model(label), histories()[label]
    shown = list(history.objects.filter(pk__in=keys))
    before: dict[int, Any] = {}
    last: dict[int, Any] = {}
    for version in history.objects.filter(id__in={row.id for row in shown}).order_by("history_date", "history_id"):
        before[version.pk] = last.get(version.id)
        last[version.id] = version
    linked = _linked(history, [version.pk for version in (*shown, *filter(None, before.values()))])
    for row in shown:
        name, old = getattr(row, "name", "") or row.id, before[row.pk]
        fields = _changed(model, linked, old, row) if row.history_type == "~" and old else ()
        yield row.pk, (str(DID[row.history_type]), f"{model._meta.verbose_name} {name}", fields)


Linked = dict[str, dict[int, frozenset[int]]]


def _linked(history: type[Model], keys: list[int]) -> Linked:
    """What hung on each version by many-to-many: field -> version -> keys."""
    found: Linked = {}
    for field in history._history_m2m_fields:
        other = field.remote_field.through._meta.get_field(field.m2m_reverse_field_name()).attname
        links: dict[int, set[int]] = {}
        rows = getattr(history, field.name).model.objects.filter(history__in=keys)
        for version, key in rows.values_list("history_id", other):
            links.setdefault(version, set()).add(key)
        found[field.name] = {version: frozenset(known) for version, known in links.items()}
    return found


def _changed(model: type[Model], linked: Linked, old: Any, new: Any) -> tuple[str, ...]:
    kept = {field.attname for field in new._meta.concrete_fields}
    fields = [field for field in model._meta.concrete_fields if field.attname in kept]
    names = [str(f.verbose_name) for f in fields if getattr(old, f.attname) != getattr(new, f.attname)]
    for name, links in linked.items():
        if links.get(old.pk, frozenset()) != links.get(new.pk, frozenset()):
            names.append(str(model._meta.get_field(name).verbose_name))
    return tuple(names)


READERS = {MOVES: _moves, SHEETS: _sheets, ACCOUNTS: _accounts}
