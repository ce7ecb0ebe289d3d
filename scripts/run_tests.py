"""`make test`: what the tests need, then lint, then every test on SQLite and on PostgreSQL. Standard library only.

Arguments go to pytest: `make test ARGS="tests/groups -k seat"`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from scripts.environment import ROOT, apt_install, ensure

DATABASES = ("sqlite", "postgres")


def main() -> None:
    """Exit code 0 where lint and both runs are green."""
    python = ensure("dev")
    _machine_parts(python)
    failed = []
    if subprocess.call([python, "-m", "scripts.lint"], cwd=ROOT):
        failed.append("lint")
    for number, database in enumerate(DATABASES, 1):
        print(f"\n===== every test on {database} =====", flush=True)
        command = [python, "-m", "pytest", "-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal", *sys.argv[1:]]
        share = f"{number}/{len(DATABASES)}"  # tests/support/shares.py
        if subprocess.call(command, cwd=ROOT, env={**os.environ, "TEST_DB": database, "TEST_SHARE": share}):
            failed.append(database)
    if failed:
        sys.exit(f"make test: failed: {', '.join(failed)}")


def _machine_parts(python: os.PathLike) -> None:
    """The browser, a Chinese font for its pictures, and what WeasyPrint prints PDFs with."""
    missing = []
    if not shutil.which("chromium"):
        missing.append("chromium")
    if not _has_chinese_font():
        missing.append("fonts-noto-cjk")
    if not _prints_pdf(python):
        missing += ["libpango-1.0-0", "libpangoft2-1.0-0"]
    if missing:
        apt_install(*missing)
    if not shutil.which("chromium") and subprocess.call([python, "-m", "playwright", "install", "chromium"]):
        _lacking("No Chromium: put `chromium` on the PATH. The tests in a browser cannot run.")
    if not _prints_pdf(python):
        _lacking("No Pango (on Debian: libpango-1.0-0 libpangoft2-1.0-0). The tests that print a PDF cannot run.")


def _lacking(sentence: str) -> None:
    """A developer may go on without it, CI may not."""
    if os.environ.get("CI") == "true":
        sys.exit(sentence)
    print(f"WARNING  {sentence}", flush=True)


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], stdout=subprocess.PIPE, check=False).stdout.strip())


def _prints_pdf(python: os.PathLike) -> bool:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.call([python, "-c", "import weasyprint"], **quiet) == 0


if __name__ == "__main__":
    main()
