"""What the stories of strangers share: a village with holders, a notice that is up, somebody who objects."""

import datetime as dt
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groups.models import Placement
from notices.models import Notice
from tests import build
from tests.people import Cast, VillageCast

TODAY = dt.date(2026, 11, 23)


def held(where: VillageCast, cast: Cast, post: str, name: str, seat: int = 1, **more: Any) -> Placement:
    """Somebody of the village who holds a post."""
    person = build.member(where.branch, name, **more)
    application = build.draft(person, where.posts[post], cast.cycle)
    return Placement.objects.create(
        application=application, post=application.post, member=person, seat=seat, reserved_on="2026-03-01",
        held_from="2026-03-10", term_ends_on=cast.cycle.term_ends_on,
    )  # fmt: skip


def posted(where: VillageCast, count: int = 1, on: dt.date = TODAY, names: str = "甲乙丙丁戊己庚辛") -> Notice:
    """A notice with `count` confirmed members, each for a post of his own."""
    meetings: dict[str, Any] = {}
    zones = list(where.groups)
    applications = [
        build.walk(
            build.draft(build.member(where.branch, f"公示人{names[n]}"), where.posts[zones[n % 5]]), "confirmed",
            where.secretary, meetings=meetings,
        )
        for n in range(count)
    ]  # fmt: skip
    return build.posted(where, applications, on)


def queries(address: str, **cookies: str) -> int:
    """How many queries the page costs a stranger who has never been here."""
    client = Client()
    client.cookies.load(cookies)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(caught)


def text_of(answer: Any) -> str:
    """The page as it was sent."""
    return answer.content.decode()
