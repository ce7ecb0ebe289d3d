"""`make lint`: the house's rules that a machine can hold. Runs all of them, then says which failed."""

import os
import secrets
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from scripts.environment import ROOT

MANAGE = [sys.executable, "manage.py"]
TOWN = {
    # A real township's start, whatever this machine's own .env says: `check --deploy` must be silent with it.
    "DJANGO_SETTINGS_MODULE": "zhenzi.settings",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ID_HASH_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "town.example",
    "CSRF_TRUSTED_ORIGINS": "",
    "DATABASE_URL": "sqlite://:memory:",
    **dict.fromkeys(["DEBUG", "ALLOW_DEMO", "PLAIN_HTTP", "BEHIND_PROXY", "TEST_MODE"], "0"),
    "NOW_OVERRIDE": "",
}
# By its function, not by its script: a script's first line names the folder in which the environment was made.
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"
TESTS = {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DB": "sqlite"}

CHECKS = {
    "ruff check": ([sys.executable, "-m", "ruff", "check", "--quiet", "--output-format", "concise", "."], {}),
    "ruff format --check": ([sys.executable, "-m", "ruff", "format", "--check", "--output-format", "concise", "."], {}),
    "lint-imports": ([sys.executable, "-c", LINT_IMPORTS], {}),
    "catalogues": ([sys.executable, "-m", "scripts.catalogue", "check"], {}),
    "manage.py check": ([*MANAGE, "check", "--fail-level", "WARNING"], TESTS),
    "makemigrations --check": ([*MANAGE, "makemigrations", "--check", "--dry-run"], TESTS),
    "check --deploy": ([*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], TOWN),
}


def run(name: str) -> tuple[str, int, str]:
    """One check: its name, exit code and words."""
    command, env = CHECKS[name]
    with tempfile.TemporaryDirectory() as data:
        env = {**os.environ, "DATA_DIR": data, **env}
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return name, done.returncode, done.stdout


def main() -> None:
    """Print one line per check, and the whole output of those that failed."""
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for name, code, words in pool.map(run, CHECKS):
            print(f"{'FAILED' if code else 'ok':>8}  {name}", flush=True)
            if code:
                failed.append(name)
                print(words)
    if failed:
        sys.exit(f"lint: {', '.join(failed)}")


if __name__ == "__main__":
    main()
