"""Which documents there are. This tool knows none: an app registers its own when it starts (docs/house.md, "A document")."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Field:
    """A name that a template may use, and what is put there.

    `of` is None for a text or a Picture, empty for a list of texts, and the fields of a row for a list of rows.
    """

    name: str
    meaning: Any
    of: tuple["Field", ...] | None = None

    @property
    def is_list(self) -> bool:
        """Whether a template goes through it with `for`."""
        return self.of is not None


@dataclass(frozen=True)
class Picture:
    """A picture among the values: PNG, and how wide it stands on the paper. `data` is its data address for HTML."""

    png: bytes
    millimetres: float
    data: str = ""


Values = Mapping[str, Any]
"""What one document says: for each of its fields a text, a Picture, a list of texts, or a list of such mappings."""


@dataclass(frozen=True)
class Document:
    """A document that is filled into a template.

    `fields`: every name that its templates may use; values have exactly these. `example`: the values of an invented one, by
    which a template is tried and shown. `builtin`: the Word file that comes with the product (word/official.py helps to
    build it). `page`: the template of the same document in HTML, filled with the same values, for the PDF; none where
    the document has a print page of its own. `two_sided`: in a file of many each begins on a front side.
    """

    code: str
    label: Any
    fields: tuple[Field, ...]
    example: Callable[[], Values]
    builtin: Callable[[], bytes]
    page: str = ""
    two_sided: bool = False


DOCUMENTS: dict[str, Document] = {}


def register(document: Document) -> None:
    """Make a document known; called once, from an app's `ready()`."""
    DOCUMENTS[document.code] = document


def faults(fields: Sequence[Field], values: Values, at: str = "") -> Iterator[str]:
    """Where values are not what the fields say: a name missing or unknown, a list where a text belongs, a row unlike its own."""
    for name in sorted({field.name for field in fields} ^ values.keys()):
        yield f"{at}{name}"
    for field in fields:
        value = values.get(field.name)
        if field.of is None:
            if not isinstance(value, str | int | Picture):
                yield f"{at}{field.name}"
        elif isinstance(value, str) or not isinstance(value, Sequence):
            yield f"{at}{field.name}"
        elif field.of:
            for row in value:
                yield from faults(field.of, row, f"{at}{field.name}.")
        elif not all(isinstance(text, str | int) for text in value):
            yield f"{at}{field.name}"
