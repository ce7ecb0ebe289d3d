"""Base of the resources by which rows come and go. django-import-export declares the columns and exports; reading, planning
and writing are ours: its own importer asks the database once or more for every row and cannot name a column in an error.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import ModelResource

from tools import clock
from tools.exchange import headings, reader
from tools.exchange.cells import CellError, Warn
from tools.exchange.plan import Content, Plan, Problem, Row, Step
from tools.exchange.reader import Book

BATCH = 500
Clean = Callable[[Any, Warn, str], Any]


class Column(Field):
    """A field with its Chinese heading, the headings that others write, and how a cell of it is read.

    `clean(value, warn, heading)` returns text or a list of words, empty for "says nothing".
    """

    def __init__(
        self, column_name: str, attribute: str | None = None, *, clean: Clean, names: Iterable[str] = (), required: bool = False,
        choices: Iterable[str] = (), width: int = 12, hidden: bool = False, finer: bool = False, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(attribute=attribute, column_name=column_name, **more)
        self.read_cell, self.names, self.required = clean, (column_name, *names), required
        self.choices, self.width, self.hidden, self.finer = tuple(choices), width, hidden, finer


class SheetResource(ModelResource):
    """Rows of one model, in from a sheet and out into one."""

    default_sheet_key: str | None = None
    """The column whose value the name of the sheet may give."""

    @classmethod
    def names(cls) -> dict[str, str]:
        """What each folded heading means."""
        return {headings.fold(name): key for key, column in cls.fields.items() for name in column.names}

    @classmethod
    def is_heading(cls, word: str) -> bool:
        """Whether a word is one of our headings, in any of its forms."""
        return headings.fold(word) in cls.names()

    # -- reading ------------------------------------------------------------------------------------------------------

    def read(self, data: bytes, file_name: str, limits: Any = None) -> tuple[Book, Content]:
        """A file's rows, normalised cell by cell. Raises Unreadable."""
        names = self.names()
        book = reader.read(data, file_name, lambda word: headings.fold(word) in names, limits)
        content = Content([], {}, [], [])
        for name in book.hidden_sheets:
            content.warnings.append(Problem(name, None, None, None, "hidden_sheet", _("The sheet is hidden and was not read.")))
        for sheet in book.sheets:
            self._sheet(sheet, names, content, alone=len(book.sheets) == 1)
        if not content.headings and not content.errors:
            first = self.fields[next(key for key, column in self.fields.items() if column.required)].column_name
            message = _("No headings were found in the first ten rows; there must be a column “%(name)s”.") % {"name": first}
            content.errors.append(Problem(None, None, first, None, "missing_heading", message))
        return book, content

    def _sheet(self, sheet: reader.Sheet, names: dict[str, str], content: Content, alone: bool) -> None:
        required = [key for key, column in self.fields.items() if column.required]
        found = headings.find(sheet, names, required)
        if found is None:
            if sheet.rows and not alone:
                message = _("The sheet has no headings and was not read.")
                content.warnings.append(Problem(sheet.name, None, None, None, "sheet_left_out", message))
            return
        named = self.default_sheet_key if self.default_sheet_key in found.missing else None
        fallback = self.from_sheet_name(sheet.name) if named else ""
        if fallback:
            found.missing.remove(named)
        content.headings[sheet.name] = found.words
        for key, word in found.duplicates:
            message = _("The heading “%(word)s” stands twice.") % {"word": word}
            content.errors.append(Problem(sheet.name, found.row, word, key, "duplicate_heading", message))
        for key in found.missing:
            word = self.fields[key].column_name
            message = _("The heading “%(word)s” is missing.") % {"word": word}
            content.errors.append(Problem(sheet.name, found.row, word, key, "missing_heading", message))
        for word in found.extra:
            if headings.fold(word) not in ("序号", "编号"):
                message = _("The column “%(word)s” was left out.") % {"word": word}
                content.warnings.append(Problem(sheet.name, found.row, word, None, "extra_column", message))
        for number in sheet.hidden_rows:
            if number > found.row:
                content.warnings.append(Problem(sheet.name, number, None, None, "hidden_row", _("The row is hidden; it was read.")))
        self._rows(sheet, found, content, {named: fallback} if fallback else {})

    def _rows(self, sheet: reader.Sheet, found: headings.Headings, content: Content, given: dict[str, str]) -> None:
        cleaners = [(at, key, self.fields[key].read_cell, found.words[key]) for at, key in found.keys.items()]
        for number, values in sheet.rows:
            if number <= found.row:
                continue
            if not any(values[at] not in ("", None) for at, *_rest in cleaners if at < len(values)):
                if headings.is_no_record(values) and any(value not in ("", None) for value in values):
                    self._left_out(sheet, number, content)
                continue
            if headings.is_no_record(values):
                self._left_out(sheet, number, content)
                continue
            if sum(headings.fold(values[at]) == headings.fold(word) for at, _key, _clean, word in cleaners if at < len(values)) > 2:
                continue  # The headings again, on every printed page.
            content.rows.append(self._row(sheet.name, number, values, cleaners, content, given))

    @staticmethod
    def _left_out(sheet: reader.Sheet, number: int, content: Content) -> None:
        message = _("The row is a total or a remark and was left out.")
        content.warnings.append(Problem(sheet.name, number, None, None, "row_left_out", message))

    def _row(self, sheet: str, number: int, values: list[Any], cleaners: list[tuple], content: Content, given: dict[str, str]) -> Row:
        row = Row(sheet, number, dict(given))
        for at, key, clean, word in cleaners:
            value = values[at] if at < len(values) else ""
            if value in ("", None) and not self.fields[key].required:
                continue

            def warn(code: str, message: str, key: str = key, word: str = word) -> None:
                content.warnings.append(Problem(sheet, number, word, key, code, message))

            try:
                cleaned = clean(value, warn, word)
            except CellError as error:
                choices = [(choice, choice) for choice in error.choices]
                content.errors.append(Problem(sheet, number, word, key, error.code, error.message, choices))
                row.bad.append(key)
                continue
            if cleaned:
                row.values[key] = cleaned
        return row

    def from_sheet_name(self, name: str) -> str:
        """What the sheet's name says for `default_sheet_key`; empty where nothing."""
        return ""

    # -- planning -----------------------------------------------------------------------------------------------------

    def plan(self, content: Content, user: Any, answers: dict[str, str] | None = None, track: Callable = iter) -> Plan:
        """What would be done with the database as it is now. Writes nothing."""
        plan = Plan(content.headings, len(content.rows), warnings=list(content.warnings))
        answers = answers or {}
        rows = [Row(row.sheet, row.number, dict(row.values), list(row.bad)) for row in content.rows]
        by_key = {row.key: row for row in rows}
        for problem in content.errors:
            answer = answers.get(problem.key)
            if answer is not None and answer in [choice for choice, _words in problem.choices]:
                row = by_key[f"{problem.sheet}|{problem.row}"]
                row.values[problem.field] = answer
                row.bad.remove(problem.field)
            else:
                plan.errors.append(problem)
        for step in self.matched(rows, user, plan, answers, track):
            self._decide(step, plan)
        plan.sort()
        return plan

    def _decide(self, step: Step, plan: Plan) -> None:
        """Which fields a row changes, and whether the record would be right afterwards."""
        before = len(plan.errors)
        if step.obj is None:
            for key in self.missing(step):
                plan.error(step.row, key, "required", _("This cell must not be empty for somebody new."))
            step.values = dict(step.row.values)
        else:
            for key, value in step.row.values.items():
                old = self.current(step.obj, key)
                if not self.says_nothing_new(key, old, value):
                    step.values[key] = value
                    step.changes[key] = (self.in_words(key, old), self.in_words(key, value))
        self.check(step, plan)
        if step.row.bad or len(plan.errors) > before:
            return
        (plan.new if step.obj is None else plan.changed if step.changes else plan.same).append(step)

    def missing(self, step: Step) -> list[str]:
        """Required cells that a new row leaves empty."""
        values, bad = step.row.values, step.row.bad
        return [key for key, column in self.fields.items() if column.required and key not in values and key not in bad]

    def says_nothing_new(self, key: str, old: Any, value: Any) -> bool:
        """Equal; or, for a date, coarser and in agreement."""
        return old == value or (self.fields[key].finer and bool(old) and old.startswith(value))

    def matched(self, rows: list[Row], user: Any, plan: Plan, answers: dict[str, str], track: Callable) -> Iterable[Step]:
        """Each row with its record, or with none where it is new; unclear ones become errors instead."""
        raise NotImplementedError

    def current(self, obj: Any, key: str) -> Any:
        """What the record says now, in the form of a cleaned cell."""
        raise NotImplementedError

    def in_words(self, key: str, value: Any) -> str:
        """As a person reads it."""
        return "、".join(value) if isinstance(value, list) else str(value)

    def check(self, step: Step, plan: Plan) -> None:
        """Rules over several fields, on the record as it would be."""

    # -- writing ------------------------------------------------------------------------------------------------------

    class Changed(Exception):
        """The records are no longer what the person saw before saying yes."""

    @transaction.atomic
    def apply(
        self, content: Content, user: Any, answers: dict[str, str] | None = None, digest: str | None = None, reason: str = "",
        track: Callable = iter,
    ) -> Plan:  # fmt: skip
        """Plan again inside the transaction and write all of it; nothing where there is an error. Raises Changed."""
        self.lock()
        plan = self.plan(content, user, answers, track)
        if digest is not None and plan.digest() != digest:
            raise self.Changed
        if not plan.errors:
            self.write(plan, user, reason[:100])
        return plan

    def lock(self) -> None:
        """Two uploads one after the other, not at once."""

    def write(self, plan: Plan, user: Any, reason: str) -> None:
        """Everything by bulk writes, each change with its history."""
        model, told = self._meta.model, {"default_user": user, "default_change_reason": reason, "default_date": clock.now()}
        new = [self.built(step) for step in plan.new]
        for step, obj in zip(plan.new, new, strict=True):
            step.obj = obj
        if new:
            model.objects.bulk_create(new, batch_size=BATCH)
            model.history.bulk_history_create(new, batch_size=BATCH, **told)
        touched: set[str] = set()
        own = [step for step in plan.changed if self.altered(step, touched)]
        if own:
            # An upsert on the key: many times faster than bulk_update, which writes one CASE for every row and field.
            objs = [step.obj for step in own]
            model.objects.bulk_create(objs, batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=sorted(touched))
            model.history.bulk_history_create(objs, batch_size=BATCH, update=True, **told)
        self.write_related(plan, told)

    def built(self, step: Step) -> Any:
        """A new record."""
        raise NotImplementedError

    def altered(self, step: Step, touched: set[str]) -> bool:
        """Set the changed fields on the record and name them in `touched`; False where only related rows change."""
        raise NotImplementedError

    def write_related(self, plan: Plan, told: dict[str, Any]) -> None:
        """Rows that hang on the records."""
