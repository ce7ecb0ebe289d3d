"""What must be true of papers at any time, and what the clock tidies. An app above registers both: no tool knows another."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from tools import clock
from tools.papers import store
from tools.papers.models import Scan

LABEL = "papers.scan"
ON_ITS_WAY = 60 * 60
"""Seconds: a file is written before its row, and deleted after it."""
KEPT_ASIDE = 30 * 24 * 60 * 60


def every_scan_has_its_file() -> Iterator[tuple[str, int | str, str]]:
    """Of each photo that was not removed the file is there, as long as it was; of removed ones none is."""
    for pk, name, size, removed in Scan.objects.values_list("pk", "file", "bytes", "removed_on").iterator():
        path = store.place(name)
        if removed is None and not (path.is_file() and path.stat().st_size == size):
            yield LABEL, pk, "its file is not there, or not as long as it was"
        elif removed is not None and path.is_file() and _age(path) > ON_ITS_WAY:
            yield LABEL, pk, "it was removed, but its file is there"


def every_file_has_its_scan() -> Iterator[tuple[str, int | str, str]]:
    """No file lies there that no row names; one that is being sent in may, for an hour."""
    for path in _without_row(ON_ITS_WAY):
        yield LABEL, path.name, "the file belongs to no row"


def every_scan_has_its_thing() -> Iterator[tuple[str, int | str, str]]:
    """What a photo belongs to is there."""
    for label in Scan.objects.order_by().values_list("model", flat=True).distinct():
        there = apps.get_model(label)._base_manager.values("pk")
        for pk in Scan.objects.here().filter(model=label).exclude(object_id__in=there).values_list("pk", flat=True):
            yield LABEL, pk, f"what it belongs to ({label}) is not there"


def sweep() -> int:
    """Set aside files that no row names (a sending cut short, a restore), for thirty days; delete those of removed photos.

    How many files.
    """
    aside, left = store.aside(), list(_without_row(ON_ITS_WAY))
    for path in left:
        aside.mkdir(exist_ok=True, mode=0o700)
        os.utime(path, times=(clock.now().timestamp(),) * 2)
        path.rename(aside / path.name)
    over = [path for path in aside.glob("*") if _age(path) > KEPT_ASIDE]
    gone = [place for name in Scan.objects.exclude(removed_on=None).values_list("file", flat=True)
            if (place := store.place(name)).is_file() and _age(place) > ON_ITS_WAY]  # fmt: skip
    for path in (*over, *gone):
        path.unlink(missing_ok=True)
    return len(left) + len(over) + len(gone)


def _without_row(older_than: int) -> Iterator[Path]:
    named = None
    for path in store.there():
        if _age(path) > older_than:
            if named is None:
                named = set(Scan.objects.values_list("file", flat=True))
            if path.name not in named:
                yield path


def _age(path: Path) -> float:
    """Seconds since the file was written."""
    return clock.now().timestamp() - path.stat().st_mtime
