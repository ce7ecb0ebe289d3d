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
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tools.exchange.models import Batch
from tools.history import versions
from tools.history.noted import fields_in
from tools.workflow.engine import REGISTRY
from tools.workflow.models import StateChange

RECORDS, MOVES, SHEETS, ACCOUNTS = "records", "moves", "sheets", "accounts"
KINDS = [(RECORDS, _("records changed")), (MOVES, _("steps of the procedure")), (SHEETS, _("sheets in and out")),
         (ACCOUNTS, _("accounts and drafts"))]  # fmt: skip
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
        for label, history in versions.histories().items():
            said = {"at": F("history_date"), "by": F("history_user_id")}
            yield _named(history.objects.order_by(), label, row=F("history_id"), **said)


def _named(rows: QuerySet, source: str, **columns: Any) -> QuerySet:
    return rows.annotate(table=Value(source, CharField()), **columns)


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
    """What keeps no versions: accounts, drafts. By its present name where it is still there."""
    entries = list(LogEntry.objects.filter(pk__in=keys).select_related("content_type"))
    kinds: dict[Any, set[str]] = {}
    for entry in entries:
        kinds.setdefault(entry.content_type and entry.content_type.model_class(), set()).add(entry.object_id)
    there = {
        (kind, str(pk)): " ".join(dict.fromkeys([str(thing), getattr(thing, "username", str(thing))]))
        for kind, known in kinds.items()
        if kind is not None
        for pk, thing in kind._base_manager.in_bulk([int(key) for key in known if key.isdecimal()]).items()
    }
    for entry in entries:
        kind = entry.content_type and entry.content_type.model_class()
        word = capfirst(kind._meta.verbose_name) if kind else ""
        fields = fields_in(entry.change_message)
        did = str(DID["~"]) if fields else entry.get_change_message() or entry.get_action_flag_display()
        yield entry.pk, (did, f"{word} {there.get((kind, entry.object_id), entry.object_repr)}", fields)


def _record(label: str, keys: list[int]) -> Told:
    """Versions of one kind of record: which fields changed, not what they said."""
    model = apps.get_model(label)
    for version in versions.told(model, keys, values=False):
        fields = tuple(change.field for change in version.changes)
        yield version.key, (str(DID[version.kind]), f"{model._meta.verbose_name} {version.name}", fields)


READERS = {MOVES: _moves, SHEETS: _sheets, ACCOUNTS: _accounts}
