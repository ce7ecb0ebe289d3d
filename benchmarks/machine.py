"""What the figures were measured on."""

import os
import platform
import sqlite3

import django


def facts() -> list[str]:
    """The facts by which somebody else's figures can be set beside these."""
    return [
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, Django {django.__version__}, "
        f"SQLite {sqlite3.sqlite_version}, PostgreSQL over a socket, both with fsync",
        "Compare ratios, counts and peaks of memory; single times move by two with the machine.",
        "“first”: on a new database, statistics not gathered yet.",
    ]
