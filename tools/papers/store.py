"""Files of papers on the disk: outside what the web serves, under names that say nothing, readable by the service alone."""

import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

FOLDER = "papers"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def root() -> Path:
    """Beside the other uploaded files, so that backup and restore take it along."""
    return Path(settings.MEDIA_ROOT) / FOLDER


def place(name: str) -> Path:
    """Where the file of that name lies. Names are ours; one that leads elsewhere is a fault."""
    found = root() / name[:2] / name
    if os.path.basename(name) != name or len(name) < 8:
        raise ValueError(name)
    return found


def put(content: bytes, ending: str) -> str:
    """Write a new file down to the disk; its name. Raises OSError where there is no room, and leaves nothing then."""
    name = f"{secrets.token_hex(16)}.{ending}"
    path = place(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _settle(path.parent)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return name


def take_away(name: str) -> None:
    """Delete a file; one that is gone already is no fault."""
    place(name).unlink(missing_ok=True)


def there() -> Iterator[Path]:
    """Every file that lies there."""
    return (path for path in root().rglob("*") if path.is_file())


def aside() -> Path:
    """Where files lie for a while that no row of this database names: it may be the wrong database that is asked."""
    return Path(settings.MEDIA_ROOT) / f"{FOLDER}-set-aside"


def _settle(folder: Path) -> None:
    """The folder's own entry survives a power cut too, where the system can (Windows cannot)."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
