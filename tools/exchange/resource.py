"""Base of the resources by which rows come and go. django-import-export declares the columns and exports; reading, planning
and writing are ours: its own importer asks the database once or more for every row and cannot name a column in an error.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from import_export.resources import ModelResource

from tools import clock
from tools.exchange import constraints
from tools.exchange.columns import Column
from tools.exchange.intake import Intake
from tools.exchange.plan import Content, Plan, Row, Step
from tools.exchange.sheets import Heading, batched
from tools.history import bulk
from tools.history.creating import create

BATCH = 500
AT_A_TIME = 5_000
"""Rows of which the records and their history are in memory at once."""


class SheetResource(Intake, ModelResource):
    """Rows of one model, in from a sheet and out into one."""

    empty_in_new = _("This cell must not be empty in a new row.")
    """What is said of a required cell that a new row leaves empty."""

    # -- out ----------------------------------------------------------------------------------------------------------

    def headings_out(self, without: Iterable[str] = ()) -> list[Heading]:
        """The columns of an export."""
        return [
            Heading(column.column_name, column.width, column.choices, column.hidden, column.required)
            for key, column in self.columns_out(without)
        ]

    def columns_out(self, without: Iterable[str] = ()) -> list[tuple[str, Column]]:
        """What goes out, in its order; the hidden row id last."""
        found = [(key, self.fields[key]) for key in self.get_export_order() if key not in without]
        return sorted(found, key=lambda pair: pair[1].hidden)

    def rows_out(self, queryset: Any, without: Iterable[str] = ()) -> Iterable[list[str]]:
        """Each record as its row of text; few objects at a time."""
        getters = [
            column.dehydrate_method if callable(column.dehydrate_method) else column.export
            for _key, column in self.columns_out(without)
        ]
        for obj in queryset.iterator(chunk_size=2000):
            yield [getter(obj) for getter in getters]

    # -- planning -----------------------------------------------------------------------------------------------------

    def plan(
        self,
        content: Content,
        user: Any,
        answers: dict[str, str] | None = None,
        track: Callable = iter,
        once: bool = False,
    ) -> Plan:
        """What would be done with the database as it is now. Writes nothing.

        `once`: nobody needs the content afterwards, so that its rows become the plan's and are not copied.
        """
        plan = Plan(content.headings, len(content.rows), warnings=list(content.warnings))
        answers = answers or {}
        rows = content.rows
        if not once:
            rows = [Row(row.sheet, row.number, dict(row.values), list(row.bad)) for row in rows]
        by_key = {row.key: row for row in rows} if content.errors else {}
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
            lacking = self.missing(step) & plan.headings.get(step.row.sheet, {}).keys()
            for key in (key for key in self.fields if key in lacking):
                plan.error(step.row, key, "required", str(self.empty_in_new))
            step.values = step.row.values  # The plan's own row: what is read of it and what is written are one.
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

    def missing(self, step: Step) -> set[str]:
        """Required cells that a new row leaves empty."""
        return {
            key
            for key, column in self.fields.items()
            if column.required and key not in step.row.values and key not in step.row.bad
        }

    def says_nothing_new(self, key: str, old: Any, value: Any) -> bool:
        """Equal; or, for a date, coarser and in agreement."""
        return old == value or (self.fields[key].finer and bool(old) and old.startswith(value))

    def matched(
        self, rows: list[Row], user: Any, plan: Plan, answers: dict[str, str], track: Callable
    ) -> Iterable[Step]:
        """Each row with its record, or with none where it is new; unclear ones become errors instead."""
        raise NotImplementedError

    def current(self, obj: Any, key: str) -> Any:
        """What the record says now, in the form of a cleaned cell."""
        raise NotImplementedError

    def in_words(self, key: str, value: Any) -> str:
        """As a person reads it."""
        return "、".join(value) if isinstance(value, list) else str(value)

    def written(self, row: Row, key: str, content: Content) -> str:
        """What stands in a cell of a sheet that was read, as far as it is known; nothing of a secret one."""
        raw = content.raw.get(row.key, {}).get(key)
        return "" if self.fields[key].secret else self.as_read(key, row.values.get(key)) if raw is None else str(raw)

    def as_read(self, key: str, value: Any) -> str:
        """A cleaned cell of which the database was not asked yet, as a person reads it."""
        return self.in_words(key, value) if value else ""

    def title_of(self, step: Step) -> str:
        """What the row is called in a list."""
        return str(
            getattr(step.obj, "told_apart", "") or getattr(step.obj, "name", "") or step.row.values.get("name", "")
        )

    def check(self, step: Step, plan: Plan) -> None:
        """Rules over several fields, on the record as it would be."""

    # -- writing ------------------------------------------------------------------------------------------------------

    class Changed(Exception):
        """The records are no longer what the person saw before saying yes."""

    class Broken(Exception):
        """The database keeps none of it: two records would contradict each other. `str()` is the sentence that says what."""

    def apply(
        self,
        content: Content,
        user: Any,
        answers: dict[str, str] | None = None,
        digest: str | None = None,
        reason: str = "",
        track: Callable = iter,
        only_right: bool = False,
        once: bool = False,
    ) -> Plan:
        """Plan again inside the transaction and write all of it; nothing where there is an error. Raises Changed and Broken.

        `only_right`: the rows without an error, as the person asked; nothing where the file itself is wrong.
        """
        try:
            with transaction.atomic():
                self.lock(user)
                plan = self.plan(content, user, answers, track, once)
                if digest is not None and plan.digest() != digest:
                    raise self.Changed
                if not plan.errors or (only_right and not plan.bars_all):
                    self.write(plan, user, reason[:100])
                return plan
        except IntegrityError as error:
            if sentence := constraints.sentence(error):
                raise self.Broken(sentence) from error
            raise

    def lock(self, user: Any) -> None:
        """Two uploads one after the other, not at once; and nobody changes a record between the plan and its writing."""
        self.lock_first()
        # By their keys: after a large import the database knows nothing of the new rows yet, and would look for each of them
        # through all of them.
        keys = sorted(self.changeable(user).order_by().values_list("pk", flat=True))
        for some in batched(keys, AT_A_TIME):
            rows = self._meta.model.objects.filter(pk__in=some).order_by("pk")
            # Not against new rows that point to these: an application may come in meanwhile.
            list(rows.select_for_update(no_key=True).values_list("pk"))

    def lock_first(self) -> None:
        """Take what lets only one upload in at a time."""
        raise NotImplementedError

    def changeable(self, user: Any) -> Any:
        """The records that a sheet of this person may change."""
        return self._meta.model.objects.visible_to(user)

    def write(self, plan: Plan, user: Any, reason: str) -> None:
        """Everything by bulk writes, each change with its history; `plan.written` says afterwards which versions these are.

        What changes goes before what is new: a term that ends makes room for the one that begins.
        """
        told = {"default_user": user, "default_change_reason": reason, "default_date": clock.now()}
        for steps in batched(plan.changed, AT_A_TIME):
            self._change(steps, plan, told)
        if plan.new:
            self.before_new(plan.new, told)
        for steps in batched(plan.new, AT_A_TIME):
            for step in steps:
                step.obj = self.built(step)
            create(self._meta.model, [step.obj for step in steps])
            self.write_related(steps, plan, told)
            plan.note(self._meta.model, bulk.write(self._meta.model, [step.obj.pk for step in steps], **told))
            for step in steps:
                step.obj = None

    def _change(self, steps: Sequence[Step], plan: Plan, told: dict[str, Any]) -> None:
        model = self._meta.model
        untracked = [f.attname for f in model._meta.concrete_fields if f not in model.history.model.tracked_fields]
        alike: dict[tuple[str, ...], list[Any]] = {}
        kept: dict[int, dict[str, Any]] = {}
        for step in steps:
            before = {name: getattr(step.obj, name) for name in untracked}
            if fields := self.altered(step):
                alike.setdefault(tuple(sorted(fields)), []).append(step.obj)
            kept[step.obj.pk] = {name: old for name, old in before.items() if getattr(step.obj, name) != old}
        for fields, objs in alike.items():
            # An upsert on the key: many times faster than bulk_update, which writes one CASE for every row and field.
            upsert = {"update_conflicts": True, "unique_fields": ["pk"], "update_fields": fields}
            model.objects.bulk_create(objs, batch_size=BATCH, **upsert)
        self.write_related(steps, plan, told)
        of_record = [step.obj.pk for step in steps if self.is_of_record(step)]
        plan.note(model, bulk.write(model, of_record, update=True, **told), kept)

    def before_new(self, steps: Sequence[Step], told: dict[str, Any]) -> None:
        """What the new records hang on and what is not there yet is made here; it has no history of its own."""

    def built(self, step: Step) -> Any:
        """A new record."""
        raise NotImplementedError

    def altered(self, step: Step) -> set[str]:
        """Set the changed fields on the record; their names, none where only related rows change."""
        raise NotImplementedError

    def is_of_record(self, step: Step) -> bool:
        """Whether the record's own history tells of the change; not where only rows with a history of their own change."""
        return True

    def write_related(self, steps: Sequence[Step], plan: Plan, told: dict[str, Any]) -> None:
        """Rows that hang on the records; what has a history of its own is noted in the plan."""

    # -- taking back --------------------------------------------------------------------------------------------------

    @contextmanager
    def undoing(self, written: dict[str, dict[int, Any]]) -> Iterator[None]:
        """Around the taking back of what a sheet wrote (`Batch.marks`): before it a look at what else forbids it, which raises
        NotUndone (`undo.py`); after it what goes along."""
        yield
