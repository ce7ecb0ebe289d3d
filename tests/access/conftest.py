"""The town whose records the tests of the admin try to open."""

import pytest

from members.models import Speciality
from tests.access.people import things


@pytest.fixture
def town(cast):
    """Both villages with everything in them."""
    cast.things = things(cast.a)
    cast.others = things(cast.b)
    Speciality.objects.create(name="音乐")
    return cast
