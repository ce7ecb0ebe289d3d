"""`make run` and `make serve`: from a checkout to a served township. Standard library only.

`run` is for trying it out: it writes a private `.env` on a fresh checkout and loads the demo township where the
database is empty. `serve` is the production start: it takes the settings as they are, seeds and migrates nothing.
"""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import subprocess
import sys

from scripts.environment import PYTHON, ROOT, ensure, stop

FRESH = """\
# Written by `make run` on a fresh checkout, for trying it out on this machine. Keep it private.
# .env.example explains every line.
SECRET_KEY={secret}
ID_HASH_KEY={hash_key}
ALLOWED_HOSTS=127.0.0.1,localhost,[::1]
PLAIN_HTTP=1
ALLOW_DEMO=1
"""
WORKERS, THREADS = 2, 4


def main() -> None:
    """Prepare, then hand this process over to the web server."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=["run", "serve"])
    kind = parser.parse_args().kind
    host = os.environ.get("HOST") or "127.0.0.1"
    port = _port()
    _refuse_a_taken_port(host, port)
    ensure("run")
    os.umask(0o077)  # the roster is in the files that are written from here on
    if kind == "run":
        write_env()
    if subprocess.call([PYTHON, "-m", "scripts.prepare", kind, f"http://{host}:{port}"], cwd=ROOT):
        sys.exit(1)
    _serve(host, port)


def write_env() -> None:
    """A private `.env` with random keys, where there is none. Existing ones are never touched."""
    values = FRESH.format(secret=secrets.token_urlsafe(48), hash_key=secrets.token_urlsafe(48))
    try:
        handle = os.open(ROOT / ".env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as env:
        env.write(values)
    print("Wrote a private .env with random keys.", flush=True)


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        stop(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _refuse_a_taken_port(host: str, port: int) -> None:
    """Say it before minutes of work, not after."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            stop(f"{host}:{port} cannot be used ({error.strerror}); another one: make run PORT=8001")


def _serve(host: str, port: int) -> None:
    """gunicorn with threads; waitress on Windows, where gunicorn does not run."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if os.name == "nt":
        command = ["waitress", f"--listen={address}", f"--threads={WORKERS * THREADS}", "zhenzi.wsgi:application"]
        sys.exit(subprocess.call([PYTHON, "-m", *command], cwd=ROOT))
    os.chdir(ROOT)
    options = f"--bind {address} --workers {WORKERS} --worker-class gthread --threads {THREADS} --preload"
    more = "--timeout 120 --umask 077 --no-control-socket --log-level warning zhenzi.wsgi:application"
    command = [*options.split(), *more.split()]
    os.execv(PYTHON, [str(PYTHON), "-m", "gunicorn", *command])  # noqa: S606  the server takes this process's place


if __name__ == "__main__":
    main()
