"""The real web server on a database of its own: two worker processes, for races, for kills and for the browser."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psutil
from django.conf import settings

from tests.support.databases import Database
from tests.support.visitor import Visitor

PATIENCE = 60  # seconds until a busy machine has started gunicorn


class Site:
    """gunicorn, as `make run` starts it, on a port of its own. `site.url` is its address, without a slash.

    `wsgi`: another module that serves the product, as tests.support.killing.
    """

    def __init__(self, database: Database, workers: int = 2, wsgi: str = "zhenzi.wsgi") -> None:
        self.database, self.workers, self.wsgi = database, workers, wsgi
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._log = (settings.TEST_HOME / f"gunicorn-{self._socket.getsockname()[1]}.log").open("w+")
        self._process: subprocess.Popen | None = None

    def __str__(self) -> str:
        return self.url

    def start(self, now: str | None = None) -> "Site":
        """Start it, at the tests' usual moment or at `now` (an ISO time), and wait until it answers."""
        fd = self._socket.fileno()
        options = f"--bind fd://{fd} --workers {self.workers} --worker-class gthread --threads 4 --preload"
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                *options.split(),
                "--no-control-socket",
                "--log-level",
                "warning",
                self.wsgi,
            ],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "DATABASE_URL": self.database.url,
                "MEDIA_ROOT": str(settings.MEDIA_ROOT),
                "NOW_OVERRIDE": now or os.environ["NOW_OVERRIDE"],
            },
            pass_fds=[fd],
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        limit = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > limit:
                self.stop()
                raise RuntimeError(f"gunicorn does not answer:\n{self.log()[-4000:]}")
            time.sleep(0.05)
        return self

    def stop(self) -> None:
        """Pull its plug; what it had acknowledged stays in the database."""
        if self._process is None:
            return
        with contextlib.suppress(psutil.NoSuchProcess):
            for process in [psutil.Process(self._process.pid), *self.worker_processes()]:
                process.kill()
        self._process.wait()
        self._process = None

    def restart(self, now: str | None = None) -> "Site":
        """The same address again, for example five working days later."""
        self.stop()
        return self.start(now)

    def close(self) -> None:
        """End the server for good and give its address back."""
        self.stop()
        self._socket.close()
        self._log.close()

    def worker_processes(self) -> list[psutil.Process]:
        """The worker processes, to be killed by a test that wants to know what is left."""
        return psutil.Process(self._process.pid).children(recursive=True)

    def visitor(self, username: str = "", password: str = "") -> Visitor:
        """Somebody who comes without a browser; signed in where a user name is given."""
        visitor = Visitor(self.url)
        if username:
            visitor.sign_in(username, password)
        return visitor

    def log(self) -> str:
        """What the server wrote."""
        self._log.flush()
        self._log.seek(0)
        return self._log.read()

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/healthz/live", timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True
