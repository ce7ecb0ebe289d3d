"""The product's settings as the tests run it: a frozen day, quick passwords, plain static files, throwaway data.

The environment is fixed here before the product's settings read it, so that no developer's `.env` leaks in. Worker
processes of pytest-xdist and the live servers inherit what the first process laid down (`TEST_HOME` tells them).
"""

import atexit
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

if "TEST_HOME" not in os.environ:
    home = tempfile.mkdtemp(prefix="zhenzi-tests-")
    owner = os.getpid()
    atexit.register(lambda: os.getpid() == owner and shutil.rmtree(home, ignore_errors=True))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # a run that is ended tidies up too: PostgreSQL with it
    os.environ.update(
        {
            "TEST_HOME": home,
            "SECRET_KEY": "tests-only-tests-only-tests-only-tests-only-tests-only",
            "ID_HASH_KEY": "tests-only-too-tests-only-too-tests-only-too-tests-only",
            "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
            "CSRF_TRUSTED_ORIGINS": "",
            "DEBUG": "0",
            "ALLOW_DEMO": "1",
            "DEMO_PASSWORD": "zhenzi-demo",
            "PLAIN_HTTP": "1",
            "BEHIND_PROXY": "0",
            "TEST_MODE": "1",
            "NOW_OVERRIDE": "2026-11-23T10:00:00+08:00",  # a Monday; five working days end on Friday, 27 November
            "DATABASE_URL": "sqlite://:memory:",
            "MEDIA_ROOT": "",
            # Playwright keeps an event loop in the tests' own thread; the ORM is still used from one thread at a time.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        }
    )
    if os.environ.get("TEST_DB", "sqlite") == "postgres":
        from tests.support.postgres import start

        server = start(Path(home))
        os.environ.update({"DATABASE_URL": server.url, "PG_BIN": server.programs})

TEST_HOME = Path(os.environ["TEST_HOME"])
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["DATA_DIR"] = str(TEST_HOME / WORKER)

from zhenzi.settings import *  # noqa: E402, F403
from zhenzi.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns where it is not there, though it finds the files at their source
# Connections that stay open would keep a database from being copied or dropped between two tests.
DATABASES["default"]["CONN_MAX_AGE"] = 0
