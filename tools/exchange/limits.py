"""How much of a sheet is read, and the one refusal of a file that cannot be."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

MIB = 1024 * 1024
DEFAULTS = {
    "IMPORT_MAX_BYTES": 10 * MIB,  # a file from a browser
    "IMPORT_MAX_ROWS": 50_000,  # and a sheet of it
    "IMPORT_MAX_BYTES_COMMAND": 200 * MIB,  # a file that a command reads
    "IMPORT_MAX_ROWS_COMMAND": 250_000,
}
"""The limits that a town may set otherwise: each holds unless the settings have a value of the same name."""


class Unreadable(Exception):
    """A file that is not read at all. One sentence says why and, where it helps, how to save it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def too_large() -> Unreadable:
    """More than is read at once."""
    return Unreadable("too_large", _("The file is too large; split it, for example by branch."))


def protected() -> Unreadable:
    """A book behind a password."""
    return Unreadable(
        "protected", _("The book is protected by a password; take the protection off and save it as .xlsx.")
    )


def damaged() -> Unreadable:
    """What the reader cannot make sense of."""
    return Unreadable("damaged", _("The file is damaged; open it, save it as .xlsx and try again."))


@dataclass(frozen=True)
class Limits:
    """What one file may hold."""

    size: int
    rows: int
    cells: int
    unpacked: int
    columns: int = 100
    entries: int = 200
    ratio: int = 100
    old_size: int = 10 * MIB
    errors: int = 20_000

    @property
    def texts(self) -> int:
        """Texts that cells share: in a full sheet every other cell has one of its own."""
        return self.cells // 2

    @property
    def letters(self) -> int:
        """Bytes of long texts, each as often as it stands in a cell: they are in memory several times over."""
        return self.unpacked // 4


def setting(name: str) -> int:
    """One of the limits of DEFAULTS as it is in force."""
    return getattr(settings, name, DEFAULTS[name])


def of_page() -> Limits:
    """What a browser may send."""
    return Limits(
        size=setting("IMPORT_MAX_BYTES"),
        rows=setting("IMPORT_MAX_ROWS"),
        cells=2_000_000,
        unpacked=40 * MIB,
    )


def megabytes(size: int) -> str:
    """A number of bytes in MB, as a person reads it: 10, 1.5."""
    return f"{size / MIB:.1f}".removesuffix(".0")


def of_command() -> Limits:
    """What somebody at the machine itself may read."""
    return Limits(
        size=setting("IMPORT_MAX_BYTES_COMMAND"),
        rows=setting("IMPORT_MAX_ROWS_COMMAND"),
        cells=5_000_000,
        unpacked=600 * MIB,
        errors=200_000,
    )
