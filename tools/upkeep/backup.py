"""Makes a backup: dumped, written, restored aside, asked, and only then sealed and given its name."""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from tools import clock
from tools.upkeep import archive, verify, work
from tools.upkeep.refusal import UNREADABLE, NotDone

OURS = re.compile(r"zhenzi-[0-9]{8}-[0-9]{4}\.backup")
PART = ".part"


@dataclass(frozen=True)
class Made:
    """A backup that is there."""

    path: Path
    rehearsal: verify.Rehearsal
    removed: list[Path]
    """Older ones that were thrown away after it."""


def make(out: Path, *, keep: int = 0, even_broken: bool = False) -> Made:
    """Write a backup to `out`, or into it under the day's name where it is a folder; of those, `keep` are kept.

    `even_broken` writes it also where the town's own records contradict each other.
    """
    into_folder = out.is_dir()
    target = out / f"zhenzi-{timezone.localtime(clock.now()):%Y%m%d-%H%M}.backup" if into_folder else out
    if keep and not into_folder:
        raise NotDone("use", _("--keep wants a folder to write into."), UNREADABLE)
    if not target.parent.is_dir():
        raise NotDone("use", _("There is no folder %(folder)s.") % {"folder": target.parent}, UNREADABLE)
    if target.exists() and not archive.is_one(target):
        words = _("%(file)s is there already and is no backup; choose another name.")
        raise NotDone("use", words % {"file": target}, UNREADABLE)
    part = target.with_name(target.name + PART)
    with work.alone() as folder:
        try:
            digest = _write(part, folder)
            rehearsal = verify.rehearse(part, folder, sealed=False)
            if not even_broken:
                verify.must_hold(rehearsal)
            archive.seal(part, digest)
            work.put_in_place(part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return Made(target, rehearsal, _thin_out(target, keep) if keep else [])


def _write(part: Path, folder: Path) -> str:
    """The file without its seal; the seal."""
    kind, dump, salt = verify.kind(), folder / archive.DUMP, secrets.token_hex(16)
    programs = kind.programs()
    facts = kind.dump(dump)
    if not facts.migrations:
        raise NotDone("empty", _("There is nothing in this database yet; `manage.py migrate` comes first."))
    uploads = archive.found_in(settings.MEDIA_ROOT)
    manifest = archive.Manifest(
        version=verify.version(),
        made_at=timezone.localtime(clock.now()).isoformat(timespec="seconds"),
        database=connection.vendor,
        programs=programs,
        migrations=facts.migrations,
        rows=facts.rows,
        dump_sha256=archive.sha256(dump),
        key={"salt": salt, "digest": verify.fingerprint(salt)},
        files=len(uploads),
    )
    digest = archive.write(part, manifest, dump, settings.MEDIA_ROOT, uploads)
    dump.unlink()
    return digest


def _thin_out(newest: Path, keep: int) -> list[Path]:
    """Throw away all but the last `keep` with the day's name, and what killed runs have left."""
    others = sorted(p for p in newest.parent.iterdir() if OURS.fullmatch(p.name) and p != newest)
    old = others[: max(len(others) - (keep - 1), 0)]
    left = [p for p in newest.parent.iterdir() if OURS.fullmatch(p.name.removesuffix(PART)) and p.suffix == PART]
    for path in (*old, *left):
        os.unlink(path)
    return old
