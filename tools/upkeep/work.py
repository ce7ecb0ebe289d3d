"""A private place to work in, for one backup, verification or restore at a time."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files import locks
from django.utils.translation import gettext as _

from tools.upkeep.refusal import NotDone

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


@contextlib.contextmanager
def alone() -> Iterator[Path]:
    """An empty folder under DATA_DIR that nobody else reads, emptied again afterwards.

    What a killed run left is removed by the next one. Refuses while another run has it.
    """
    root = Path(settings.DATA_DIR) / ".upkeep"
    root.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    with open_private(root / "lock") as lock:
        if not locks.lock(lock, locks.LOCK_EX | locks.LOCK_NB):
            raise NotDone("busy", _("Another backup or restore is running here; wait until it is done."))
        folder = root / "work"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=PRIVATE_FOLDER)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def open_private(path: Path) -> BinaryIO:
    """Open for writing from the start what only this account of the machine may read."""
    file = open(path, "wb", opener=lambda name, flags: os.open(name, flags, PRIVATE_FILE))  # noqa: SIM115  The caller closes it.
    if os.name == "posix":
        os.fchmod(file.fileno(), PRIVATE_FILE)
    return file


def put_in_place(part: Path, target: Path) -> None:
    """Give a finished file its name, in one step that a power cut does not undo."""
    os.replace(part, target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
