"""The one file of a backup: a zip of a manifest, the database's dump and the uploaded files. Knows no database.

Its last bytes are a seal, the hash of all that stands before them: a changed byte, a missing one and an unfinished file are
told from a whole one. Any program that reads zips opens it.
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from tools.upkeep.refusal import NotDone
from tools.upkeep.work import open_private

FORMAT = 1
MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files/"
DIGITS = 64
UNSEALED = b"sha256:" + b"0" * DIGITS
CHUNK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, to be compared with what is found again."""

    version: str
    """Of the product that made it."""
    made_at: str
    """ISO time in the township."""
    database: str
    """sqlite or postgresql."""
    programs: int
    """Major version of pg_dump; 0 for SQLite."""
    migrations: list[str]
    """Each that was applied, as app.name."""
    rows: dict[str, int]
    """How many rows each table had."""
    dump_sha256: str
    key: dict[str, str]
    """Fingerprint of ID_HASH_KEY: a slow digest and its salt, never the key."""
    files: int
    """How many uploaded files."""
    format: int = FORMAT


def write(path: Path, manifest: Manifest, dump: Path, root: Path, uploads: list[Path]) -> str:
    """Write the file, without its seal, down to the disk; the seal, for `seal()` once the file has proved good.

    `uploads` are files under `root`.
    """
    with open_private(path) as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as file:
            file.comment = UNSEALED
            file.writestr(zipfile.ZipInfo(MANIFEST), json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            file.write(dump, DUMP)
            for upload in uploads:
                file.write(upload, FILES + upload.relative_to(root).as_posix())
        out.flush()
        os.fsync(out.fileno())
    with path.open("rb") as written:
        return _digest(written)


def seal(path: Path, digest: str) -> None:
    """Declare the file whole."""
    with path.open("r+b") as file:
        file.seek(-DIGITS, os.SEEK_END)
        file.write(digest.encode())
        file.flush()
        os.fsync(file.fileno())


def sha256(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def found_in(folder: Path) -> list[Path]:
    """The files in a folder and its folders, in one order; none where there is no such folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def is_one(path: Path) -> bool:
    """Whether a file looks like a backup, whole or not: what may be written over."""
    try:
        with zipfile.ZipFile(path) as file:
            return MANIFEST in file.namelist() and DUMP in file.namelist()
    except zipfile.BadZipFile:
        return False


class Archive:
    """A backup that is read. Refuses one whose seal does not fit, unless it was made this moment and has none yet."""

    def __init__(self, path: Path, *, sealed: bool = True) -> None:
        self.path = path
        with path.open("rb") as file:
            if sealed and _digest(file).encode() != file.read():
                raise self._damaged()
        try:
            self._zip = zipfile.ZipFile(path)
            found = json.loads(self._zip.read(MANIFEST))
            if found["format"] != FORMAT:
                raise NotDone("newer", _("This backup was made by another version of the program; use that version."))
            self.manifest = Manifest(**found)
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
            raise self._damaged() from error

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def extract_dump(self, folder: Path) -> Path:
        """The dump, in a file of its own that has the hash it was written with."""
        dump = self._extract(DUMP, folder)
        if sha256(dump) != self.manifest.dump_sha256:
            raise self._damaged()
        return dump

    def extract_uploads(self, folder: Path) -> Path:
        """A folder with the uploaded files; it is not there where the backup has none."""
        names = [name for name in self._zip.namelist() if name.startswith(FILES)]
        if len(names) != self.manifest.files:
            raise self._damaged()
        for name in names:
            self._extract(name, folder)
        return folder / FILES

    def _extract(self, name: str, folder: Path) -> Path:
        try:
            return Path(self._zip.extract(name, folder))
        except (zipfile.BadZipFile, zlib.error, KeyError) as error:
            raise self._damaged() from error

    def _damaged(self) -> NotDone:
        words = _("%(file)s is no backup, or a damaged or unfinished one; take another backup.")
        return NotDone("damaged", words % {"file": self.path})


def _digest(file: BinaryIO) -> str:
    """The hash of everything before the seal; the file is left standing there."""
    whole = hashlib.sha256()
    for chunk in _chunks(file, os.fstat(file.fileno()).st_size - DIGITS):
        whole.update(chunk)
    return whole.hexdigest()


def _chunks(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (chunk := file.read(min(size, CHUNK))):
        size -= len(chunk)
        yield chunk
