"""Why a backup, its verification or a restore was not done: one sentence that says what to do."""

import errno
import sqlite3

from django.db import Error
from django.utils.translation import gettext as _

REFUSED, UNREADABLE = 1, 2
"""Exit codes: refused and nothing written; wrong use or a file that cannot be opened."""
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
OTHER_TABLES = ("no such table", "no such column", "does not exist")
FULL_SQLITE = ("SQLITE_FULL", "SQLITE_IOERR")


class NotDone(Exception):
    """Nothing was changed; `str()` is the sentence, `code` a word for machines, `more` goes into the JSON object."""

    def __init__(self, code: str, sentence: str, returncode: int = REFUSED, **more: object) -> None:
        super().__init__(sentence)
        self.code, self.returncode, self.more = code, returncode, more


def full() -> NotDone:
    """There is no room; SQLite names some of the ways to have none as a fault of the disk."""
    words = _(
        "The disk is full, or does not take what is written; nothing was changed. Make room, or look after the disk."
    )
    return NotDone("disk_full", words)


def locked() -> NotDone:
    """Others are at work in what is to be replaced."""
    return NotDone("locked", _("Somebody is working in the database; stop the service first."))


def told(error: OSError | Error | sqlite3.Error) -> NotDone:
    """What the machine or the database reports, as a refusal."""
    cause = error.__cause__ or error
    if getattr(error, "errno", None) in FULL or getattr(cause, "sqlite_errorname", "").startswith(FULL_SQLITE):
        return full()
    words = " ".join(str(error).split())
    if any(sign in words for sign in OTHER_TABLES):
        return NotDone("migrate", _("The tables are not those of this version: `manage.py migrate` comes first."))
    if isinstance(error, OSError):
        return NotDone("no_file", _("A file cannot be read or written: %(words)s") % {"words": words}, UNREADABLE)
    return NotDone("database", _("The database does not do it: %(words)s") % {"words": words})
