"""Puts a backup in the place of the town's database: whole, or not at all."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from tools.upkeep import work
from tools.upkeep.archive import Archive, Manifest, found_in
from tools.upkeep.refusal import NotDone
from tools.upkeep.tables import Facts, hold_nothing
from tools.upkeep.verify import admit, kind, pending


@dataclass(frozen=True)
class Restored:
    """What stands in the database now."""

    manifest: Manifest
    pending: int
    """Migrations that must be applied before the service starts."""
    set_aside: Path | None
    """Where the old database lies, if it was damaged."""


def restore(path: Path, *, force: bool = False) -> Restored:
    """Replace the database by the backup; one that holds anything only where `force` says so.

    Uploaded files are added to those that are there: none that a row names is ever missing.
    """
    with work.alone() as folder:
        with Archive(path) as file:
            manifest = file.manifest
            admit(manifest)
            there = kind().facts()
            if not (force or there and hold_nothing(there)):
                words = _(
                    "The database is not empty. Make a backup of it first; then --force puts this one in its place."
                )
                raise NotDone("not_empty", words)
            uploads = file.extract_uploads(folder)
            dump = file.extract_dump(folder)
        for upload in found_in(uploads):
            place = settings.MEDIA_ROOT / upload.relative_to(uploads)
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(upload, place)
        set_aside = kind().replace(dump, Facts(manifest.rows, manifest.migrations))
    return Restored(manifest, pending(manifest), set_aside)
