"""Whether a backup is one: it is read, restored aside, brought up to this version, and the invariants are asked there."""

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from tools.upkeep import postgres, sqlite, work
from tools.upkeep.archive import Archive, Manifest
from tools.upkeep.refusal import NotDone
from tools.upkeep.tables import Facts

KINDS = {"sqlite": sqlite, "postgresql": postgres}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
SLOWLY = {"n": 2**14, "r": 8, "p": 1}


@dataclass(frozen=True)
class Rehearsal:
    """What came of restoring a backup aside."""

    manifest: Manifest
    checked: list[str]
    """The invariants that were asked."""
    broken: list[dict[str, object]]
    """Rows that cannot be; a backup that has any does not count."""


def kind() -> ModuleType:
    """How this town's database is dumped and restored."""
    return KINDS[connection.vendor]


def version() -> str:
    """Of the product."""
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]["version"]


def fingerprint(salt: str) -> str:
    """By this the key of the citizens' numbers is recognised; it does not lead back to it."""
    return hashlib.scrypt(settings.ID_HASH_KEY.encode(), salt=bytes.fromhex(salt), dklen=32, **SLOWLY).hex()


def verify(path: Path) -> Rehearsal:
    """Restore the backup aside and refuse it where anything is not as it was."""
    with work.alone() as folder:
        rehearsal = rehearse(path, folder)
    must_hold(rehearsal)
    return rehearsal


def rehearse(path: Path, folder: Path, *, sealed: bool = True) -> Rehearsal:
    """Restore the backup aside, in `folder` or beside the database, compare it with its manifest, ask the invariants."""
    with Archive(path, sealed=sealed) as file:
        manifest = file.manifest
        admit(manifest)
        uploads = file.extract_uploads(folder)
        dump = file.extract_dump(folder)
    with kind().aside(dump) as copy:
        if copy.facts != Facts(manifest.rows, manifest.migrations):
            raise NotDone("differs", _("The restored copy does not hold what the backup says; take another backup."))
        if pending(manifest):
            _manage(copy.url, uploads, "migrate", "--no-input", "--verbosity=0")
        found = _manage(copy.url, uploads, "check_invariants", "--json", "--no-input")
    try:
        told = json.loads(found)
        return Rehearsal(manifest, told["checked"], told["broken"])
    except (ValueError, KeyError) as error:
        raise NotDone("differs", _("The invariants of the restored copy could not be asked.")) from error


def admit(manifest: Manifest) -> None:
    """Refuse what cannot be restored here: another kind of database, another town's key, a newer version."""
    if manifest.database != connection.vendor:
        sentence = _(
            "This is a backup of %(theirs)s, but DATABASE_URL names %(ours)s; restore it where it names %(theirs)s."
        )
        raise NotDone("kind", sentence % {"theirs": NAMES[manifest.database], "ours": NAMES[connection.vendor]})
    if fingerprint(manifest.key["salt"]) != manifest.key["digest"]:
        raise NotDone("key", _("This backup belongs to another ID_HASH_KEY; put the one kept for it into .env first."))
    if set(manifest.migrations) - _known_migrations():
        sentence = _("This backup was made by a newer version (%(version)s); bring the program up to it first.")
        raise NotDone("newer", sentence % {"version": manifest.version})
    kind().must_read(manifest.programs)


def pending(manifest: Manifest) -> int:
    """How many migrations this version has that the backup does not know."""
    return len({".".join(node) for node in MigrationLoader(None).graph.nodes} - set(manifest.migrations))


def must_hold(rehearsal: Rehearsal) -> None:
    """Refuse where the records contradict each other."""
    if rehearsal.broken:
        sentence = _("%(number)s rows contradict each other; `manage.py check_invariants` names them.")
        raise NotDone("broken", sentence % {"number": len(rehearsal.broken)}, broken=rehearsal.broken)


def _known_migrations() -> set[str]:
    """All on the disk, and those that were squashed into them."""
    migrations = MigrationLoader(None).disk_migrations
    return {".".join(m) for m in (*migrations, *(old for new in migrations.values() for old in new.replaces))}


def _manage(url: str, uploads: Path, *arguments: str) -> str:
    """What a command of ours says on that database and those uploaded files; all other settings are this process's."""
    done = subprocess.run(  # noqa: S603  Our own command.
        [sys.executable, settings.BASE_DIR / "manage.py", *arguments],
        env={**os.environ, "DATABASE_URL": url, "MEDIA_ROOT": str(uploads)},
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode and not done.stdout.strip():
        words = (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]
        raise NotDone("aside", _("The restored copy cannot be used: %(words)s") % {"words": words})
    return done.stdout
