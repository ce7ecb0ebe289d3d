"""A list of the desk as a sheet: its name and the columns that may go along. An app declares its own in `sheets_out.py`."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tools.exchange.resource import SheetResource
from tools.exchange.sheets import Heading

CHUNK = 500
"""Records that are held at a time: what hangs on them is read for so many at once."""
NOT_BROUGHT_IN = (
    _("This sheet is for reading and for reports. It is not brought in again: what changes is done in the system."),
)
"""What the sheet beside says of a list that no import reads."""


@dataclass(frozen=True)
class Offer:
    """A column on offer. `value`: what stands in its cell for one record; `usual`: ticked, because the page shows it; `fixed`:
    it says whose the row is, so that it goes along in any case."""

    key: str
    word: Any
    value: Callable[[Any], Any]
    width: int = 12
    choices: Collection[Any] = ()
    usual: bool = True
    hidden: bool = False
    required: bool = False
    fixed: bool = False

    @property
    def always(self) -> bool:
        """Whether the sheet could not be brought in again without it; such a column is no question."""
        return self.hidden or self.required or self.fixed

    def heading(self) -> Heading:
        """In the language of the moment."""
        words = tuple(str(word) for word in self.choices)
        return Heading(str(self.word), self.width, words, self.hidden, self.required)


@dataclass(frozen=True)
class Outgoing:
    """A list that goes out as a sheet. `name`: what the record of its downloads is called."""

    name: str
    title: Any
    columns: tuple[Offer, ...]
    guide: tuple[Any, ...] = NOT_BROUGHT_IN

    @property
    def always(self) -> list[Offer]:
        """Columns that go along in any case, of which the person sees the heading."""
        return [column for column in self.columns if column.always and not column.hidden]

    @property
    def on_offer(self) -> list[Offer]:
        """Columns among which the person chooses."""
        return [column for column in self.columns if not column.always]

    def picked(self, keys: Collection[str]) -> list[Offer]:
        """The columns that go along, in the order of the sheet whatever the order asked for."""
        return [column for column in self.columns if column.always or column.key in keys]


def lines(rows: Any, columns: list[Offer]) -> Iterator[list[Any]]:
    """Each record of a queryset as its row; few at a time."""
    values = [column.value for column in columns]
    for obj in rows.iterator(chunk_size=CHUNK):
        yield [_text(value(obj)) for value in values]


def _text(value: Any) -> str:
    # Here, because a nought is no empty cell.
    return "" if value is None else str(value)


def offers_of(resource: SheetResource, usual: Collection[str], without: Iterable[str] = ()) -> tuple[Offer, ...]:
    """The columns of a sheet that is brought in as well: what goes out by them comes in again unchanged."""
    return tuple(
        Offer(
            key,
            column.column_name,
            column.dehydrate_method if callable(column.dehydrate_method) else column.export,
            column.width,
            column.choices,
            key in usual,
            column.hidden,
            column.required,
        )
        for key, column in resource.columns_out(without)
    )


def day(value: Any) -> str:
    """A date as it stands in a cell: 2026-11-23; nothing where there is none."""
    return value.isoformat() if value else ""


def yes_or_no(value: bool) -> Any:
    """A tick in words."""
    return _("yes") if value else _("no")
