"""What must stand before the server starts, in one process of Django: tables, demo township, static files.

Each part looks first and does nothing where nothing changed, so that a second start is quick.
"""

import hashlib
import os
import sys
from pathlib import Path

DEMO_LINES = """
  Demo accounts (demo password: {password}):
    town                    镇管理员      township
    viewer                  查阅人员      viewer
    liaison                 包村干部      吴庄子、南平庄、晒甲岭
    sec-<village code>      村党支部书记  sec-130284105211 is 吴庄子
    clerk-130284105211      经办人        吴庄子
    lead-culture ...        组长          one for each zone of 吴庄子
    member-1 ... member-5   党员          吴庄子
"""


def main() -> None:
    """`python -m scripts.prepare run|serve ADDRESS`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenzi.settings")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a Windows console may not know every character
    kind, address = sys.argv[1:3]
    from django.conf import settings

    if kind == "serve" and settings.DEBUG:
        sys.exit("Cannot start: DEBUG is on; `make serve` is the production start.")
    import django

    django.setup()
    _tables(kind)
    if kind == "run":
        _demo()
    _static_files()
    print(f"\n  {address}/")
    if kind == "run" and _has_demo_accounts():
        from zhenzi.demo.township import password

        print(DEMO_LINES.format(password=password()))
    print("  Stop it with Ctrl-C.\n", flush=True)


def _tables(kind: str) -> None:
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        sys.exit(f"Cannot start: the database of DATABASE_URL does not answer ({str(error).strip()}).")
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    if kind == "serve":
        sys.exit(
            f"Cannot start: {len(plan)} migrations are not applied."
            f" Make a backup, then run: {sys.executable} manage.py migrate"
        )
    print("Setting up the database ...", flush=True)
    call_command("migrate", verbosity=0, interactive=False)


def _demo() -> None:
    from django.apps import apps
    from django.conf import settings
    from django.core.management import CommandError, call_command

    if apps.get_model("members.Village").objects.exists():
        return
    if not (settings.ALLOW_DEMO or settings.DEBUG):
        print("The database holds no village yet; the demo township is not loaded because ALLOW_DEMO is off.")
        return
    print("Loading the demo township of Zhenzi (up to a minute) ...", flush=True)
    try:
        call_command("demo", "--no-input")
    except CommandError as error:
        sys.exit(f"Cannot start: the demo township was not loaded: {error}")


def _has_demo_accounts() -> bool:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.has_demo()


def _static_files() -> None:
    """Collect where a source changed since the last time, by name, size and time of change."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            stat = Path(storage.path(path)).stat()
            seen.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".sources"
    if stamp.is_file() and stamp.read_text() == seen.hexdigest():
        return
    print("Collecting static files ...", flush=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(seen.hexdigest())


if __name__ == "__main__":
    main()
