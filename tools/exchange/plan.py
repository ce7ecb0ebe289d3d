"""What a sheet would do: new, changed field by field, the same, and what stands in the way."""

import hashlib
import json
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from tools.exchange import runs

NOTHING: dict[str, Any] = {}
"""One for all versions of which nothing else is kept: there may be a hundred thousand of them."""
OF_SHEET = frozenset({"duplicate_heading", "missing_heading"})
"""Errors that stand in the row of the headings and concern every row below."""


@dataclass(slots=True)
class Row:
    """One record of a sheet, normalised: `values` holds what was given, `bad` the fields whose cell could not be taken."""

    sheet: str
    number: int
    values: dict[str, Any]
    bad: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What names it in an answer."""
        return f"{self.sheet}|{self.number}"


@dataclass(slots=True)
class Problem:
    """An error or a warning, as the page and the command say it. `choices`: (value, words) where a person can answer."""

    sheet: str | None
    row: int | None
    column: str | None
    field: str | None
    code: str
    message: str
    choices: list[tuple[str, str]] = field(default_factory=list)

    def public(self) -> dict[str, Any]:
        """The shape that others rely on."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "field": self.field,
            "code": self.code,
            "message": self.message,
        }

    @property
    def key(self) -> str:
        """What an answer to it is kept under."""
        return f"{self.sheet}|{self.row}|{self.field}"


@dataclass
class Content:
    """A sheet as it was read: rows, the headings of every sheet, and what was found on the way.

    `raw` is what stood in the cells that could not be taken; never of a secret column. `heads`: for every sheet the row of its
    headings and the position of each column. `sheets`: the cells as they came, where a report may be wanted (`report.kept`).
    """

    rows: list[Row]
    headings: dict[str, dict[str, str]]
    errors: list[Problem]
    warnings: list[Problem]
    raw: dict[str, dict[str, Any]] = field(default_factory=dict)
    heads: dict[str, tuple[int, dict[str, int]]] = field(default_factory=dict)
    sheets: list[tuple[str, list[tuple[int, list[Any]]]]] = field(default_factory=list)

    def only(self, keys: set[str]) -> "Content":
        """These rows alone, with what was found in them and what stands above them."""
        return Content(
            [row for row in self.rows if row.key in keys],
            self.headings,
            [problem for problem in self.errors if f"{problem.sheet}|{problem.row}" in keys],
            [problem for problem in self.warnings if f"{problem.sheet}|{problem.row}" in keys],
            {key: texts for key, texts in self.raw.items() if key in keys},
            self.heads,
            [
                (name, [row for row in rows if row[0] <= self.heads[name][0] or f"{name}|{row[0]}" in keys])
                for name, rows in self.sheets
                if name in self.heads
            ],
        )

    def pack(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "rows": [[row.sheet, row.number, row.values, row.bad] for row in self.rows],
            "headings": self.headings,
            "errors": [[*p.public().values(), p.choices] for p in self.errors],
            "warnings": [[*p.public().values(), p.choices] for p in self.warnings],
            "raw": self.raw,
            "heads": self.heads,
            "sheets": self.sheets,
        }

    @classmethod
    def unpack(cls, kept: dict[str, Any]) -> "Content":
        """As it was kept."""
        return cls(
            [Row(*row) for row in kept["rows"]],
            kept["headings"],
            [Problem(*p) for p in kept["errors"]],
            [Problem(*p) for p in kept["warnings"]],
            kept["raw"],
            kept.get("heads", {}),
            kept.get("sheets", []),
        )


@dataclass(slots=True)
class Step:
    """What becomes of one row. `changes`: field -> (before, after) as a person reads them."""

    row: Row
    obj: Any
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class Plan:
    """All steps and problems of a sheet. `written`: model -> version -> former values that no version keeps. `before`: how many
    steps the parts had that were taken before, where a sheet comes in part by part, and `taken` which versions they wrote."""

    headings: dict[str, dict[str, str]]
    rows: int = 0
    new: list[Step] = field(default_factory=list)
    changed: list[Step] = field(default_factory=list)
    same: list[Step] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    written: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    before: Counter[str] = field(default_factory=Counter)
    taken: dict[str, array] = field(default_factory=dict)

    def note(
        self, model: Any, versions: Mapping[Any, int], kept: Mapping[int, dict[str, Any]] = MappingProxyType({})
    ) -> None:
        """Remember the versions that were written, by their records' keys, with what the history does not keep of before."""
        found = self.written.setdefault(model._meta.label_lower, {})
        found.update({str(version): kept.get(record, NOTHING) for record, version in versions.items()})

    def take(self, part: "Plan") -> None:
        """Count a part that was written, which changed nobody, and forget its rows."""
        self.headings = part.headings
        self.rows += part.rows
        self.before.update(created=len(part.new), unchanged=len(part.same))
        self.warnings += part.warnings
        for label, versions in part.written.items():
            self.taken.setdefault(label, array("q")).extend(map(int, versions))

    def all_written(self) -> dict[str, dict[str, dict[str, Any]]]:
        """As it is kept (`Batch.marks`): versions of which nothing else is kept as runs."""
        found: dict[str, dict[str, dict[str, Any]]] = {}
        for label in self.written | self.taken:
            own = self.written.get(label, {})
            plain = [*self.taken.get(label, ()), *(int(key) for key, kept in own.items() if not kept)]
            found[label] = dict.fromkeys(runs.packed(sorted(plain)), NOTHING) | {k: v for k, v in own.items() if v}
        return found

    def error(self, row: Row, key: str, code: str, message: str, choices: list[tuple[str, str]] | None = None) -> None:
        """Something that stops the whole sheet, at one cell."""
        column = self.headings.get(row.sheet, {}).get(key)
        self.errors.append(Problem(row.sheet, row.number, column, key, code, message, choices or []))

    def warn(self, row: Row, key: str, code: str, message: str) -> None:
        """Something worth a look, at one cell."""
        self.warnings.append(
            Problem(row.sheet, row.number, self.headings.get(row.sheet, {}).get(key), key, code, message)
        )

    def sort(self) -> None:
        """In the order of the sheet; what concerns the whole file first."""
        for found in (self.errors, self.warnings):
            found.sort(key=lambda p: (p.row is not None, p.row or 0))

    @property
    def bars_all(self) -> bool:
        """Whether something is wrong with the file itself, so that not even its right rows can be taken over."""
        return any(problem.row is None or problem.code in OF_SHEET for problem in self.errors)

    def wrong_rows(self) -> set[str]:
        """The keys of the rows that are wrong, alone or because of each other."""
        return {f"{problem.sheet}|{problem.row}" for problem in self.errors}

    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {
            "rows": self.rows,
            "created": self.before["created"] + len(self.new),
            "updated": len(self.changed),
            "unchanged": self.before["unchanged"] + len(self.same),
            "errors": len(self.errors),
            "warnings": len(self.warnings),
        }

    def digest(self) -> str:
        """The same plan has the same digest; a roster that changed meanwhile gives another."""
        # Line by line: the text of a hundred thousand rows at once would be larger than the plan.
        found = hashlib.sha256()
        for told in self._lines():
            found.update(json.dumps(told, ensure_ascii=False, default=str).encode())
        return found.hexdigest()

    def _lines(self) -> Iterable[list[Any]]:
        for step in self.new:
            yield ["new", step.row.key, step.values]
        for step in self.changed:
            yield ["changed", step.row.key, step.obj.pk, step.changes]
        for step in self.same:
            yield ["same", step.row.key, step.obj.pk]
        for problem in self.errors:
            yield ["error", *problem.public().values()]
