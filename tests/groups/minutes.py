"""A meeting's page as people fill it in."""

import datetime as dt

from groups.models import Application
from tests import build

D = dt.date
REVIEW, CONFIRM = build.DAYS["review"].isoformat(), build.DAYS["confirm"].isoformat()
ZONES = ("economy", "environment", "livelihood", "culture", "harmony")


def address(cast, kind="villagers", query=""):
    return f"/groups/{cast.a.village.code}/meetings/new/?kind={kind}{query}"


def waiting(cast, count, to="nominated", people=None):
    """Applications of so many members, two to a post; in their own order."""
    people = people or [build.member(cast.a.branch, f"申报{'甲乙丙丁戊己庚辛壬癸'[number]}") for number in range(count)]
    meetings = {}
    drafts = [build.draft(person, cast.a.posts[ZONES[n // 2 % 5]]) for n, person in enumerate(people)]
    return [build.walk(draft, to, cast.a.secretary, meetings=meetings) for draft in drafts]


def filled(client, page, **more):
    """What the browser sends of the page as it stands, with what the person typed on top."""
    context = client.get(page).context
    sent = {}
    for form in (context["form"], *(row for row in context["agenda"].rows)):
        for bound in form:
            value = bound.value()
            sent[bound.html_name] = "" if value is None else value
    return {**sent, **more}


def of(application, **typed):
    return {f"a{application.pk}-{name}": value for name, value in typed.items()}


def states(applications):
    found = dict(Application.objects.filter(pk__in=[a.pk for a in applications]).values_list("pk", "state"))
    return [found[a.pk] for a in applications]
