"""The virtual environment: made once, filled again only where the requirements changed. Standard library only."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("VENV_DIR", ROOT / ".venv"))
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / ".installed.json"
OLDEST = (3, 11)
SHEETS = {"run": ["requirements.txt"], "dev": ["requirements.txt", "requirements-dev.txt"]}


def stop(sentence: str) -> None:
    """End with one sentence instead of a traceback."""
    sys.exit(f"Cannot start: {sentence}")


def ensure(kind: str = "run") -> Path:
    """The interpreter of an environment that holds what `kind` ("run" or "dev") needs; installs what is missing."""
    if not _works(PYTHON):
        _create()
    installed = _read_stamp()
    wanted = _fingerprint(kind)
    # Who has the tests' packages has the product's too.
    if wanted != installed.get(kind) and not (kind == "run" and installed.get("dev") == _fingerprint("dev")):
        print(f"Installing {SHEETS[kind][-1]} into {VENV.name} ...", flush=True)
        command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
        if subprocess.call([*command, "-r", ROOT / SHEETS[kind][-1]]):
            stop("the packages could not be installed; pip's own message stands above.")
        STAMP.write_text(json.dumps({**installed, kind: wanted}))
    return PYTHON


def apt_install(*packages: str) -> bool:
    """Install Debian's packages where that is possible here (root, apt-get); whether it went through."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    print(f"Installing Debian's packages {' '.join(packages)} ...", flush=True)
    options = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdin": subprocess.DEVNULL}
    subprocess.call(["apt-get", "update", "-qq"], **options)
    return subprocess.call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], **options) == 0


def _create() -> None:
    print(f"Creating {VENV.name} ...", flush=True)
    command = [_new_enough(), "-m", "venv", "--clear", VENV]
    if subprocess.call(command) and not (apt_install("python3-venv") and subprocess.call(command) == 0):
        stop("Python's venv module is not complete here (on Debian: apt-get install python3-venv).")


def _new_enough() -> str:
    """This interpreter, or a newer one on the PATH where this one is too old."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in range(19, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    stop(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version.split()[0]}.")


def _works(python: Path) -> bool:
    """Whether the environment is there and still starts (it does not where its Python was removed)."""
    try:
        return subprocess.call([python, "-c", "import pip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _fingerprint(kind: str) -> str:
    whole = hashlib.sha256(str(VENV).encode())
    for sheet in SHEETS[kind]:
        whole.update((ROOT / sheet).read_bytes())
    return whole.hexdigest()


def _read_stamp() -> dict[str, str]:
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


if __name__ == "__main__":
    print(ensure(*sys.argv[1:2]))
