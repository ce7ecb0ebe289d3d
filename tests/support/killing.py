"""The product's web server, with somebody who pulls a plug in the middle of a statement: `Site(..., wsgi=__name__)`.

The order lies in a file, so that a test gives it to a server that runs, and a worker that takes its place finds none.
"""

import contextlib
import json
import os
import signal
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db.backends.signals import connection_created

from zhenzi.wsgi import application

ORDER = settings.TEST_HOME / f"kill-{settings.WORKER}.json"
COMMIT = "COMMIT"


def order(*after: str, whom: Sequence[int] = ()) -> None:
    """As soon as these were done one after the other: kill -9 for `whom`, else for the worker itself."""
    ORDER.write_text(json.dumps({"after": after, "whom": whom}))


def _obey(done: str) -> None:
    if not ORDER.exists():
        return
    given = json.loads(ORDER.read_text())
    if given["after"][0] not in done:
        return
    if len(given["after"]) > 1:
        order(*given["after"][1:], whom=given["whom"])
        return
    ORDER.unlink()
    for process in given["whom"] or [os.getpid()]:
        with contextlib.suppress(ProcessLookupError):  # The others end by themselves when the first is gone.
            os.kill(process, signal.SIGKILL)


def _watch(execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
    found = execute(sql, params, many, context)
    _obey(sql)
    return found


def _connected(connection: Any, **_more: Any) -> None:
    commit = connection._commit

    def committed() -> None:
        commit()
        _obey(COMMIT)

    if _watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watch)
        connection._commit = committed


connection_created.connect(_connected)
__all__ = ["application", "order"]
