"""A column of a sheet, in and out."""

from collections.abc import Callable, Iterable
from typing import Any

from import_export.fields import Field

from tools.exchange.cells import Warn

Clean = Callable[[Any, Warn, str], Any]


class Column(Field):
    """A field with its Chinese heading, the headings that others write, and how a cell of it is read.

    `clean(value, warn, heading)` returns text or a list of words, empty for "says nothing". Of `names`, one with a question
    mark at its end means this column only where no better heading does. `said(value)`: what a stored value is called in a cell
    that goes out; without it the value is its own word. `in_bulk`: an expression by which the database gives the stored value
    of many records, where it does so faster than Python.
    """

    def __init__(
        self,
        column_name: str,
        attribute: str | None = None,
        *,
        clean: Clean,
        names: Iterable[str] = (),
        required: bool = False,
        choices: Iterable[str] = (),
        width: int = 12,
        hidden: bool = False,
        finer: bool = False,
        secret: bool = False,
        said: Callable[[Any], str] = str,
        in_bulk: Any = None,
        **more: Any,
    ) -> None:
        super().__init__(attribute=attribute, column_name=column_name, **more)
        self.read_cell, self.names, self.required = clean, (column_name, *names), required
        self.choices, self.width, self.hidden, self.finer, self.secret = tuple(choices), width, hidden, finer, secret
        self.said, self.in_bulk = said, in_bulk

    def export(self, instance: Any, **more: Any) -> str:
        """A record's cell; empty where it says nothing."""
        value = self.get_value(instance)
        return "" if value is None else self.said(value)
