"""A sheet's rows, normalised cell by cell under headings that are known: the half of a resource that needs no database."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from tools.exchange import cells, headings, reader, remarks, report
from tools.exchange.cells import CellError
from tools.exchange.columns import Column
from tools.exchange.headings import Headings
from tools.exchange.limits import Limits, Unreadable, of_page
from tools.exchange.plan import Content, Problem, Row
from tools.exchange.reader import Book
from tools.exchange.sheets import GUIDE
from tools.exchange.tables import Line, Sheet

UNSAID = frozenset({"序号", "编号", report.REASONS})
"""Columns that nobody misses: the row's number, and the reasons in a report that was mended and sent again."""
OF_THE_GONE = re.compile("去世|死亡|已故|转出|除名|开除|出党|离世|历史")
"""Names of sheets beside the one that counts."""
MOST_KNOWN = 10_000
"""Different cells of one column that are remembered with what they mean, for most of a column say one of a few things."""


class Intake:
    """Reads a book by the columns of `fields`."""

    fields: dict[str, Column]
    default_sheet_key: str | None = None
    """The column whose value the name of the sheet may give."""

    @classmethod
    def names(cls) -> dict[str, str]:
        """What each folded heading means, with a question mark where only perhaps."""
        said = [(name, key) for key, column in cls.fields.items() for name in column.names]
        return {headings.fold(name.rstrip("?")): f"{key}?" if name.endswith("?") else key for name, key in said}

    @classmethod
    def is_heading(cls, word: str) -> bool:
        """Whether a word is one of our headings, in any of its forms."""
        return headings.fold(word) in cls.names()

    def read(
        self, data: bytes, file_name: str, limits: Limits | None = None, *, keep: bool = True
    ) -> tuple[Book, Content]:
        """A file's rows, normalised cell by cell. Raises Unreadable. Without `keep` the book's own rows go as they are read."""
        names = self.names()
        book = reader.read(data, file_name, lambda word: headings.fold(word) in names, limits)
        content = Content([], {}, [], [])
        for name in book.hidden_sheets:
            content.warnings.append(
                Problem(name, None, None, None, "hidden_sheet", _("The sheet is hidden and was not read."))
            )
        required = [key for key, column in self.fields.items() if column.required]
        found = [(sheet, headings.find(sheet, names, required)) for sheet in book.sheets]
        has_first = any(heads and required[0] in heads.keys.values() for _sheet, heads in found)
        for sheet, heads in found:
            if len(found) > 1 and OF_THE_GONE.search(sheet.name):
                message = _("By its name the sheet holds people who have died or left; it was not read.")
                content.warnings.append(Problem(sheet.name, None, None, None, "sheet_left_out", message))
                continue
            if has_first and heads and required[0] not in heads.keys.values():
                heads = None  # A sheet of words to choose from, beside the one with the people.
            self._sheet(sheet, heads, content, (limits or of_page()).errors, len(book.sheets) == 1, keep)
        if not content.headings and not content.errors:
            first = self.fields[self.first_required()].column_name
            message = _("No headings were found in the first ten rows; there must be a column “%(name)s”.") % {
                "name": first
            }
            if book.hidden_sheets:
                hidden = _("Hidden sheets are not read: %(names)s.") % {"names": "、".join(book.hidden_sheets[:5])}
                message = f"{message} {hidden}"
            content.errors.append(Problem(None, None, first, None, "missing_heading", message))
        return book, content

    def _sheet(
        self, sheet: Sheet, found: Headings | None, content: Content, most_errors: int, alone: bool, keep: bool
    ) -> None:
        if found is None:
            if sheet.rows and not alone and sheet.name != GUIDE:
                message = _("The sheet has no headings and was not read.")
                content.warnings.append(Problem(sheet.name, None, None, None, "sheet_left_out", message))
            return
        given, width = self.heads(sheet, found, content), found.width(sheet)
        for row in self.records(sheet, sheet.rows if keep else drained(sheet.rows), width, found, content, given):
            content.rows.append(row)
            if len(content.errors) > most_errors:
                message = _(
                    "So many cells cannot be taken that this must be another sheet; compare its columns with our form."
                )
                raise Unreadable("too_many_errors", message)

    def heads(self, sheet: Sheet, found: Headings, content: Content) -> dict[str, str]:
        """What is to be said of a sheet before its rows; returns what its name says of all of them."""
        named = self.default_sheet_key if self.default_sheet_key in found.missing else None
        fallback = self.from_sheet_name(sheet.name) if named else ""
        if fallback:
            found.missing.remove(named)
        content.headings[sheet.name] = found.words
        content.heads[sheet.name] = found.row, {key: at for at, key in found.keys.items()}
        for key, word in found.duplicates:
            first = found.words[key]
            if headings.fold(first) == headings.fold(word):
                message = _("The heading “%(word)s” stands twice.") % {"word": word}
            else:
                message = _("The headings “%(one)s” and “%(other)s” mean the same; keep one of them.") % {
                    "one": first,
                    "other": word,
                }
            content.errors.append(Problem(sheet.name, found.row, word, key, "duplicate_heading", message))
        for key in found.missing:
            word = self.fields[key].column_name
            message = _("The heading “%(word)s” is missing.") % {"word": word}
            content.errors.append(Problem(sheet.name, found.row, word, key, "missing_heading", message))
        for word in found.extra:
            if headings.fold(word) not in UNSAID and not word.startswith(f"{report.REASONS}:"):
                message = _("The column “%(word)s” was left out.") % {"word": word}
                content.warnings.append(Problem(sheet.name, found.row, word, None, "extra_column", message))
        for number in (number for number in sheet.hidden_rows if number > found.row):
            message = _("The row is hidden; it was read.")
            content.warnings.append(Problem(sheet.name, number, None, None, "hidden_row", message))
        return {named: fallback} if fallback else {}

    def records(
        self, sheet: Sheet, lines: Iterable[Line], width: int, found: Headings, content: Content, given: dict[str, str]
    ) -> Iterator[Row]:
        """The records of a sheet, cell by cell; what is found in them goes into `content`, `given` into each of them."""
        cleaners = [(at, key, self.fields[key], found.words[key], {}) for at, key in found.keys.items()]
        words, above = {at: headings.fold(found.words[key]) for at, key in found.keys.items()}, []
        first = self.first_required()
        for number, values in lines:
            if number <= found.row:
                continue
            if self.is_no_record(values, found.keys):
                self._left_out(sheet, number, values, content)
                continue
            if all(values[at] in ("", None) for at in found.keys if at < len(values)):
                continue
            if _repeats(values, words):
                continue  # The headings again, on every printed page.
            above = values = _like_above(values, above, found.keys, first)
            known = len(content.errors)
            row = self._row(sheet.name, number, values, cleaners, content, given)
            if sheet.is_text and any(map(cells.text, values[width:])):
                self._too_long(row, content, known)
            yield row

    def _too_long(self, row: Row, content: Content, known: int) -> None:
        """A row of a text file with more cells than there are headings: a comma in a cell, after which all stand one too far.

        Where the cells under the headings can be taken all the same, it was perhaps in the last one: then it is only said.
        """
        if len(content.errors) == known:
            message = _(
                "The row has more cells than there are headings, as if a comma stood inside a cell: look whether each stands "
                "under its heading."
            )
            content.warnings.append(Problem(row.sheet, row.number, None, None, "row_too_long", message))
            return
        del content.errors[known:]
        message = _(
            "The row has more cells than there are headings: probably a comma stands inside a cell, and all after it stand "
            "one column too far. Put that cell between quotation marks, or save the sheet as .xlsx."
        )
        content.errors.append(Problem(row.sheet, row.number, None, None, "row_too_long", message))
        row.bad[:] = list(self.fields)

    @staticmethod
    def _left_out(sheet: Sheet, number: int, values: list[Any], content: Content) -> None:
        if any(map(cells.text, values)):  # A row of blanks is nothing to speak of.
            message = _("The row is a total or a remark and was left out.")
            content.warnings.append(Problem(sheet.name, number, None, None, "row_left_out", message))

    def _row(
        self, sheet: str, number: int, values: list[Any], cleaners: list[tuple], content: Content, given: dict[str, str]
    ) -> Row:
        row = Row(sheet, number, dict(given))
        width = len(values)
        for at, key, column, word, known in cleaners:
            value = values[at] if at < width else ""
            if value in ("", None) and not column.required:
                continue
            cleaned = known.get(value) if type(value) is str else None
            if cleaned is None:
                remarks_before = len(content.warnings)
                cleaned = self._cell(row, key, word, value, content)
                is_plain = type(value) is str and type(cleaned) is str and not column.secret
                # What was remarked on is remarked on in every row.
                if is_plain and len(content.warnings) == remarks_before and len(known) < MOST_KNOWN:
                    known[value] = cleaned
            if cleaned:
                row.values[key] = cleaned
        return row

    def _cell(self, row: Row, key: str, word: str, value: Any, content: Content) -> Any:
        """A cell as it was understood, with a remark where one is due; None where it cannot be taken."""

        def warn(code: str, message: str) -> None:
            content.warnings.append(Problem(row.sheet, row.number, word, key, code, message))

        try:
            return self.fields[key].read_cell(value, warn, word)
        except CellError as error:
            choices = [(choice, choice.replace("-", ".")) for choice in error.choices]
            content.errors.append(Problem(row.sheet, row.number, word, key, error.code, error.message, choices))
            row.bad.append(key)
            if not self.fields[key].secret:
                content.raw.setdefault(row.key, {})[key] = cells.as_written(value)
            return None

    def is_no_record(self, values: list[Any], keys: dict[int, str]) -> bool:
        """Whether a row is a total or a remark. `keys`: what stands in which column."""
        return remarks.is_no_record(values)

    def first_required(self) -> str:
        """The column that every row has of its own: a name, a code."""
        return next(key for key, column in self.fields.items() if column.required)

    def secret_places(self, content: Content) -> dict[str, set[int]]:
        """Where the columns stand, sheet by sheet, whose cells are never kept."""
        return {
            name: {at for key, at in places.items() if self.fields[key].secret}
            for name, (_row, places) in content.heads.items()
        }

    def secret_words(self, content: Content) -> str:
        """How the file heads the columns whose cells are never kept."""
        words = [words[key] for words in content.headings.values() for key in words if self.fields[key].secret]
        return "、".join(dict.fromkeys(words))

    def from_sheet_name(self, name: str) -> str:
        """What the sheet's name says for `default_sheet_key`; empty where nothing."""
        return ""


def drained(rows: list[Line]) -> Iterator[Line]:
    """The rows, each gone from the list as soon as it is taken."""
    rows.reverse()
    while rows:
        yield rows.pop()


def _like_above(values: list[Any], above: list[Any], keys: dict[int, str], first: str) -> list[Any]:
    """The row with what stands above where a cell says 同上; never the name of a person."""
    if cells.DITTO.isdisjoint([value.strip() for value in values if type(value) is str]):
        return values
    found = list(values)
    for at, key in keys.items():
        is_ditto = at < len(found) and isinstance(found[at], str) and found[at].strip() in cells.DITTO
        if is_ditto and key != first and at < len(above):
            found[at] = above[at]
    return found


def _repeats(values: list[Any], words: dict[int, str]) -> bool:
    hits = 0
    for at, word in words.items():
        if at < len(values) and isinstance(values[at], str) and headings.fold(values[at]) == word:
            hits += 1
        elif not hits:
            return False  # Almost every row: its first cell is no heading.
    return hits > 2
