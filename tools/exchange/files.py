"""Files that a command reads and writes: kept from other accounts of the machine, and what is wrong with one in own words."""

import errno
import os
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PRIVATE = 0o600
WHY = {
    errno.ENOENT: gettext_lazy("there is no such file or folder"),
    errno.ENOTDIR: gettext_lazy("a part of its path is no folder"),
    errno.EISDIR: gettext_lazy("it is a folder and no file"),
    errno.EACCES: gettext_lazy("this account of the machine may not"),
    errno.EPERM: gettext_lazy("this account of the machine may not"),
    errno.EROFS: gettext_lazy("the disk may only be read"),
    errno.ENOSPC: gettext_lazy("the disk is full"),
    errno.EDQUOT: gettext_lazy("the disk is full"),
    errno.ENAMETOOLONG: gettext_lazy("the name is too long"),
}


def cannot_read(error: OSError, path: Path) -> str:
    """Why a file cannot be read, as a sentence."""
    return _("The file %(file)s cannot be read: %(why)s.") % {"file": shown(path), "why": _why(error)}


def cannot_write(error: OSError, path: Path) -> str:
    """Why a file cannot be written, as a sentence."""
    return _("The file %(file)s cannot be written: %(why)s.") % {"file": shown(path), "why": _why(error)}


def shown(path: Path | str) -> str:
    """A file's name as text: bytes that are no UTF-8 (a name from an old system) become a sign that can be printed and kept."""
    return os.fsencode(path).decode(errors="replace")


def _why(error: OSError) -> str:
    known = WHY.get(error.errno)
    return str(known) if known else _("the machine reports error %(number)s") % {"number": error.errno}


def open_private(path: Path) -> BinaryIO:
    """Open for writing what nobody else on the machine may read, also where a file of that name was open to others."""
    file = open(path, "wb", opener=lambda name, flags: os.open(name, flags, PRIVATE))  # noqa: SIM115  The caller closes it.
    if os.name == "posix":
        os.fchmod(file.fileno(), PRIVATE)
    return file
