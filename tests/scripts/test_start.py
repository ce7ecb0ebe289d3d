"""The first start writes a private `.env`, the second leaves it alone."""

import socket
import stat
import subprocess
import sys

import pytest

from scripts import environment, start

pytestmark = pytest.mark.no_database


def test_a_fresh_checkout_gets_a_private_env_with_keys_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(start, "ROOT", tmp_path)
    start.write_env()
    first = (tmp_path / ".env").read_text()
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    values = dict(line.split("=", 1) for line in first.splitlines() if line and not line.startswith("#"))
    assert values["ALLOW_DEMO"] == values["PLAIN_HTTP"] == "1"
    assert len(values["SECRET_KEY"]) > 50 and values["SECRET_KEY"] != values["ID_HASH_KEY"]

    start.write_env()
    assert (tmp_path / ".env").read_text() == first

    (tmp_path / ".env").unlink()
    start.write_env()
    assert (tmp_path / ".env").read_text() != first


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1", "８０００"])
def test_a_port_that_is_none_is_said_in_one_sentence(port, monkeypatch):
    done = subprocess.run(
        [sys.executable, "-m", "scripts.start", "run"],
        cwd=environment.ROOT,
        env={"PORT": port, "PATH": "", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "PORT" in done.stderr


def test_a_port_that_is_taken_is_said_before_any_work():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SystemExit, match="cannot be used"):
        start._refuse_a_taken_port("127.0.0.1", taken.getsockname()[1])


def test_packages_are_installed_again_only_where_a_sheet_changed(tmp_path, monkeypatch):
    calls = []
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".installed.json")
    monkeypatch.setattr(environment, "_works", lambda python: True)
    monkeypatch.setattr(environment.subprocess, "call", lambda command: calls.append(command[-1].name) or 0)
    (tmp_path / "requirements.txt").write_text("Django==1\n")
    (tmp_path / "requirements-dev.txt").write_text("pytest==1\n")

    environment.ensure("run")
    environment.ensure("run")
    assert calls == ["requirements.txt"]
    environment.ensure("dev")
    environment.ensure("dev")
    environment.ensure("run")
    assert calls == ["requirements.txt", "requirements-dev.txt"]
    (tmp_path / "requirements.txt").write_text("Django==2\n")
    environment.ensure("dev")
    environment.ensure("run")
    assert calls == ["requirements.txt", "requirements-dev.txt", "requirements-dev.txt"]
