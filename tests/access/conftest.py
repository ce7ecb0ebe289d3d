"""The town whose records the tests try to open: one for each test that writes, one for a whole file that knocks."""

import contextlib
from collections.abc import Iterator

import pytest
from django.db import transaction

from members.models import Speciality
from tests.access.people import things, with_template
from tests.access.stage import Door, Stage, raise_the_curtain
from tests.conftest import Clock
from tests.people import Cast, gather
from tests.support import databases
from tests.support.remembered import remembered


def _town() -> Cast:
    cast = gather()
    cast.things = things(cast.a)
    cast.others = things(cast.b)
    Speciality.objects.create(name="音乐")
    with_template(cast.township)
    return cast


@pytest.fixture
def town(db: None, clock: Clock) -> Cast:
    """Both villages with everything in them."""
    return remembered(_town)


@pytest.fixture(scope="module")
def stage(django_test_environment: None, django_db_blocker) -> Iterator[Stage]:
    """The same with marks on everything and everybody at his door, in a database of the file's own.

    Whoever writes takes it back (`Door.knock`, `undone`). A file that asks for it asks for neither `db` nor `cast`.
    """
    with django_db_blocker.unblock(), contextlib.ExitStack() as hands:
        Clock(hands).move_to("2026-11-23T10:00")
        database = databases.pristine().copy()
        try:
            with database.entered(), transaction.atomic():
                found = raise_the_curtain()
                found.doors = {name: Door(user) for name, user in found.people.items()}
                yield found
                transaction.set_rollback(True)
        finally:
            database.drop()
    print(f"\n{found.cells} cells")
