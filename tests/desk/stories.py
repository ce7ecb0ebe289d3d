"""How a desk is read, and a list that is posted."""

import datetime as dt

from django.urls import reverse

from notices.actions import draft_notice
from notices.moves import NOTICE

HOME = "/desk/"
D = dt.date
FRIDAY = D(2026, 11, 20)


def desk(cast, user, asked=""):
    return cast.client(user).get(HOME + asked).context


def verbs(context):
    """The addresses behind the verbs, task by task."""
    return [[item.url for item in task.items] for task in context["tasks"]]


def move_url(application, move):
    return reverse("workflow:move", args=["groups.application", application.pk, move])


def posted(cast, applications, on=FRIDAY):
    notice = draft_notice(
        "placements", cast.a.village, [(a.pk, a.member) for a in applications], title="公示", organ="党支部"
    )
    NOTICE.perform(notice, "open", actor=cast.a.secretary, happened_on=on, data={"opens_on": on})
    notice.refresh_from_db()
    return notice
