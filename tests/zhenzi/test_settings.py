"""A missing or nonsensical value stops the start with one sentence that names it."""

import os
import subprocess
import sys

import pytest

from scripts.environment import ROOT

GOOD = {
    "SECRET_KEY": "s" * 50,
    "ID_HASH_KEY": "h" * 50,
    "ALLOWED_HOSTS": "town.example",
    "CSRF_TRUSTED_ORIGINS": "https://town.example",
    "DATABASE_URL": "sqlite://:memory:",
    "DEBUG": "0",
    "ALLOW_DEMO": "0",
    "PLAIN_HTTP": "0",
    "BEHIND_PROXY": "1",
    "TEST_MODE": "0",
    "NOW_OVERRIDE": "",
}


def start(tmp_path, **values):
    """Read the settings in a process of their own, with an environment that hides this machine's `.env`."""
    env = {**os.environ, **GOOD, "DATA_DIR": str(tmp_path), **values}
    command = [
        sys.executable,
        "-c",
        "import zhenzi.settings as s; print(s.DATABASES['default']['ENGINE'], s.NOW_OVERRIDE)",
    ]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_a_real_township_starts(tmp_path):
    done = start(tmp_path)
    assert (done.returncode, done.stdout.split()) == (0, ["django.db.backends.sqlite3", "None"]), done.stderr


def test_an_empty_line_of_the_example_is_the_default(tmp_path):
    command = [
        sys.executable,
        "-c",
        "import zhenzi.settings as s; print(s.DATA_DIR.name, s.DATABASES['default']['NAME'])",
    ]
    env = {**os.environ, **GOOD, "DATA_DIR": "", "DATABASE_URL": ""}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["data", str(ROOT / "data" / "zhenzi.sqlite3")], done.stderr


def test_postgresql_by_a_socket_starts(tmp_path):
    done = start(tmp_path, DATABASE_URL="postgres://zhenzi@/zhenzi?host=/run/postgresql")
    assert done.stdout.startswith("django.db.backends.postgresql"), done.stderr


def test_a_rehearsal_may_stop_the_clock(tmp_path):
    done = start(tmp_path, ALLOW_DEMO="1", TEST_MODE="1", NOW_OVERRIDE="2026-11-23T10:00")
    assert "2026-11-23 10:00:00+08:00" in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("SECRET_KEY", {"SECRET_KEY": ""}),
        ("SECRET_KEY", {"SECRET_KEY": "short"}),
        ("ID_HASH_KEY", {"ID_HASH_KEY": ""}),
        ("ID_HASH_KEY", {"ID_HASH_KEY": "short"}),
        ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": ""}),
        ("PUBLIC_ADDRESS", {"PUBLIC_ADDRESS": "town.example"}),
        ("PUBLIC_ADDRESS", {"PUBLIC_ADDRESS": "https://"}),
        ("DEBUG", {"DEBUG": "perhaps"}),
        ("PLAIN_HTTP", {"PLAIN_HTTP": "2"}),
        ("CSRF_TRUSTED_ORIGINS", {"CSRF_TRUSTED_ORIGINS": "town.example"}),
        ("CSRF_TRUSTED_ORIGINS", {"CSRF_TRUSTED_ORIGINS": "ftp://town.example"}),
        ("CSRF_TRUSTED_ORIGINS", {"CSRF_TRUSTED_ORIGINS": "https://"}),
        ("DATA_DIR", {"DATA_DIR": "/proc/nowhere"}),
        ("DATABASE_URL", {"DATABASE_URL": "township"}),
        ("DATABASE_URL", {"DATABASE_URL": "sqlite:relative.db"}),
        ("DATABASE_URL", {"DATABASE_URL": "postgres://"}),
        ("DATABASE_URL", {"DATABASE_URL": "mysql://town.example/zhenzi"}),
        ("NOW_OVERRIDE", {"NOW_OVERRIDE": "2026-11-23T10:00"}),
        ("NOW_OVERRIDE", {"NOW_OVERRIDE": "tomorrow", "TEST_MODE": "1", "ALLOW_DEMO": "1"}),
        ("TEST_MODE", {"TEST_MODE": "1"}),
    ],
)
def test_a_bad_value_stops_the_start_with_one_sentence_that_names_it(tmp_path, name, values):
    done = start(tmp_path, **values)
    said = done.stderr.strip().splitlines()
    assert (done.returncode, len(said)) == (1, 1), done.stderr
    assert name in said[0]


def test_a_folder_may_be_called_anything(tmp_path):
    folder = tmp_path / "a+b 50%?#"
    done = start(folder, DATABASE_URL="", DATA_DIR=str(folder))
    assert done.returncode == 0, done.stderr
    command = [sys.executable, "-c", "import zhenzi.settings as s; print(s.DATABASES['default']['NAME'])"]
    env = {**os.environ, **GOOD, "DATA_DIR": str(folder), "DATABASE_URL": ""}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == str(folder / "zhenzi.sqlite3"), done.stderr
