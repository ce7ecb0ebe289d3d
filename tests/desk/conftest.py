"""People on their way, with whom the tests of the desk begin."""

import pytest

from tests import build


@pytest.fixture
def applied(cast):
    """Three members of A have handed in their applications."""
    zones = ("economy", "environment", "livelihood")
    return [
        build.walk(build.draft(member, cast.a.posts[zone]), "applied", cast.a.secretary)
        for member, zone in zip(cast.a.members, zones, strict=True)
    ]


@pytest.fixture
def confirmed(cast):
    """Two members of A are confirmed for one post."""
    meetings = {}
    return [
        build.walk(build.draft(m, cast.a.posts["culture"]), "confirmed", cast.a.secretary, meetings=meetings)
        for m in cast.a.members[:2]
    ]
