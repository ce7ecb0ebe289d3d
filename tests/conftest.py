"""Fixtures for everybody. SQLite by default; `TEST_DB=postgres` runs the same on a throwaway PostgreSQL."""

import contextlib
import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.utils import timezone
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.people import Cast, gather
from tests.support import databases
from tests.support.browser import (  # noqa: F401
    axe,
    chromium,
    new_page,
    office_pc,
    phone,
    sign_in,
    unavailable,
)
from tests.support.databases import Database
from tests.support.remembered import remembered
from tests.support.server import Site
from tests.support.shares import is_first_run
from tests.support.static_files import LookedUpOnce
from tools import clock as product_clock

_numbers = itertools.count(1)
hypothesis.settings.register_profile("same every time", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("same every time")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Django empties every table after a transactional test, the rows of migrations too: `own_database` instead."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if (marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(
            item.fixturenames
        ):
            raise pytest.UsageError(
                f"{item.nodeid}: ask for own_database or live_workers, not for a transactional test"
            )
    if not is_first_run():
        items[:] = [item for item in items if not item.get_closest_marker("no_database")]


@pytest.fixture(scope="session", autouse=True)
def static_files() -> Iterator[None]:
    """Found once for all browsers of the tests (tests/support/static_files.py)."""
    look_up = LookedUpOnce()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", lambda whitenoise: look_up(whitenoise))
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker) -> Iterator[None]:
    """The database of the tests that commit nothing: a copy of the one that is migrated once in a run.

    In pytest-django's own fixture of this name every worker migrates for itself, ten seconds of one core each.
    """
    with django_db_blocker.unblock(), databases.pristine().lent():
        yield


class Clock:
    """The hands of the township's clock. Every test starts on Monday, 23 November 2026, 10:00 (tests/settings.py)."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack

    def move_to(self, moment: str | dt.date | dt.datetime) -> dt.datetime:
        """Let it be `moment`; a day alone means ten in the morning, a time without a zone is the township's."""
        if isinstance(moment, str):
            moment = dt.datetime.fromisoformat(moment) if len(moment) > 10 else dt.date.fromisoformat(moment)
        if not isinstance(moment, dt.datetime):
            moment = dt.datetime.combine(moment, dt.time(10))
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        self._stack.close()
        self._stack.enter_context(product_clock.frozen(moment))
        return moment

    def forward(self, **lapse: float) -> dt.datetime:
        """Let time pass: `clock.forward(days=3)`."""
        return self.move_to(product_clock.now() + dt.timedelta(**lapse))


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The township's clock, standing still until the test moves it."""
    with contextlib.ExitStack() as stack:
        hands = Clock(stack)
        hands.move_to("2026-11-23T10:00")
        yield hands


@pytest.fixture(autouse=True)
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Path:
    """Where photos of papers lie in this test: a folder of its own, made with the first photo.

    The towns of the access tests are built once for many tests; their photos stay where the settings say.
    """
    if not request.node.nodeid.startswith("tests/access/") and "stage" not in request.fixturenames:
        settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / f"files-{next(_numbers)}"
    return settings.MEDIA_ROOT


@pytest.fixture
def cast(db: None, clock: Clock) -> Cast:
    """The two villages and everybody who has a part (tests/people.py), on 23 November 2026."""
    return remembered(gather)


@pytest.fixture
def own_database(request: pytest.FixtureRequest, django_db_blocker) -> Iterator[Database]:
    """A whole database for one test, which the ORM uses: real commits, seen by other processes.

    Freshly migrated, or the demo township where the test says `@pytest.mark.stage("posted")`.
    """
    stage = request.node.get_closest_marker("stage")
    with django_db_blocker.unblock():
        template = databases.demo(stage.args[0]) if stage else databases.pristine()
        database = template.copy()
        try:
            with database.entered():
                yield database
        finally:
            database.drop()


@pytest.fixture
def live_workers(own_database: Database) -> Iterator[Site]:
    """A real gunicorn with two worker processes on a database of its own, which the test's ORM uses too.

    `live_workers.url` is its address, `.visitor(username, password)` somebody signed in there, `.restart(now=...)`
    makes it another day.
    """
    site = Site(own_database)
    try:
        yield site.start()
    finally:
        site.close()


@pytest.fixture(scope="session")
def pango() -> None:
    """What WeasyPrint needs of the machine; a test that prints a PDF asks for it."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        unavailable("Pango")
