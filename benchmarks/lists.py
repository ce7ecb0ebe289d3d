"""P2, P3: queries of the desk's lists with 5 and with 500 rows, of the township's desk, and the cost of a village's page."""

import statistics
import time
from typing import Any

from django.db import connection

from benchmarks import rosters
from benchmarks.figures import Figure, told
from benchmarks.town import Statements, at_stage, ready

FEW, MANY = 5, 500
WU = "130284105211"
LISTS = ("/desk/", "/roster/", "/groups/", "/groups/applications/", "/meetings/", "/posting/", "/roster/mandates/")


def main() -> None:
    """As the township and as a secretary, who see the most."""
    ready()
    told([*_lists(), *_pages()])


def _lists() -> list[Figure]:
    from members.models import Village

    asked: dict[int, dict[str, int]] = {}
    whose = [("town", path) for path in LISTS] + [(f"sec-{WU}", path) for path in LISTS[:-1]]
    for number in (FEW, MANY):
        with at_stage("township") as town:
            _fill(Village.objects.get(code=WU), number, town)
            asked[number] = {f"{who} {path}": _queries(who, path) for who, path in whose}
    figures = []
    for what, few in asked[FEW].items():
        many = asked[MANY][what]
        figures.append(Figure("P3", what, f"{few}, {many} queries", "the same", few == many))
    return figures


def _fill(village: Any, number: int, town: Any) -> None:
    """So many members, applications, meetings and drafted notices in one village."""
    from groups.actions import write_application
    from groups.models import Application, Cycle, Post
    from meetings.models import Meeting
    from members.models import Branch, Member
    from members.resources import RosterResource
    from notices.actions import draft_notice
    from tools import clock

    resource, branch = RosterResource(), Branch.objects.get(village=village)
    _book, content = resource.read(rosters.sheet(rosters.people(number, [branch])), "roster.xlsx")
    resource.apply(content, town)
    post, cycle, today = Post.objects.filter(group__village=village).first(), Cycle.objects.get(), clock.today()
    for member in Member.objects.filter(branch=branch):
        write_application(Application(member=member, post=post, cycle=cycle), town)
        Meeting.objects.create(village=village, kind="villagers", held_on=today, entitled=30, present=24)
        draft_notice("placements", village, [], title="公示", organ="党支部", phone="0315-0000000")


def _queries(who: str, path: str) -> int:
    client = _client(who)
    client.get(path)  # The session's own first steps are not counted.
    statements = Statements()
    with connection.execute_wrapper(statements):
        answer = client.get(path)
    assert answer.status_code == 200, (who, path, answer.status_code)
    return statements.asked


def _client(who: str) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(username=who), backend="tools.accounts.backends.AccountBackend")
    return client


def _pages() -> list[Figure]:
    from django.test import Client

    with at_stage("year") as town:
        desk, glance = _queries("town", "/desk/"), _of_the_town(town)
        stranger, path, statements = Client(), f"/villages/{WU}/", Statements()
        stranger.get(path)
        with connection.execute_wrapper(statements):
            answer = stranger.get(path)
        assert answer.status_code == 200
        spent = statistics.median(_spent(stranger, path) for _n in range(30)) * 1000
    return [
        Figure("P3", "the town at a glance, in the demo year", f"{glance} queries", "at most 6", glance <= 6),
        Figure("P3", "  the whole desk around it: signing in, every inbox", f"{desk} queries"),
        Figure(
            "P2", "a village's public page, fresh", f"{statements.asked} queries", "at most 4", statements.asked <= 4
        ),
        Figure("P2", "  processor", f"{spent:.1f} ms", "at most 12 ms", spent <= 12),
        Figure("P2", "  size", f"{len(answer.content) / 1024:.0f} KB"),
    ]


def _of_the_town(user: Any) -> int:
    """What the township's desk asks about the town as a whole."""
    from front.desk.reads import people
    from front.desk.reads.town import town
    from groups.models import Cycle
    from members.scope import reach

    cycle, statements = Cycle.objects.current(), Statements()
    reach(user)
    with connection.execute_wrapper(statements):
        town(user, people.asking(user), cycle)
    return statements.asked


def _spent(client: Any, path: str) -> float:
    begun = time.process_time()
    client.get(path)
    return time.process_time() - begun


if __name__ == "__main__":
    main()
