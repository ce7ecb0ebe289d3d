"""What the stories about notices share: confirmed members, a press of a button, days that pass."""

import datetime as dt
import uuid

from groups.models import Application
from notices.models import Objection
from tests import build

D = dt.date
TODAY = D(2026, 11, 23)
SECRET = "他平时不在村里，我在镇上见过他"
WORDS = {
    "title": "关于公示",
    "basis": "",
    "body": "",
    "organ": "中共吴庄子村支部委员会",
    "phone": "0315-0000000",
    "place": "",
}


def who(cast, name):
    return getattr(cast.a, name, None) or getattr(cast, name)


def press(client, thing, name, **fields):
    thing.refresh_from_db()
    sent = {"request_id": uuid.uuid4(), "version": thing.version} | fields
    answer = client.post(f"/moves/{thing._meta.label_lower}/{thing.pk}/{name}/", sent)
    assert "login" not in answer.headers.get("Location", "")
    return answer


class Signed:
    """Somebody who signs in anew for every page: days pass in these stories, and a session ends after half an hour."""

    def __init__(self, cast, user):
        self.get = lambda *args, **more: cast.client(user).get(*args, **more)
        self.post = lambda *args, **more: cast.client(user).post(*args, **more)


def confirmed(cast, count, village=None):
    """`count` members of a village, each confirmed for a post of his own."""
    where, meetings, found = village or cast.a, {}, []
    for number in range(count):
        person = build.member(where.branch, f"公示人{'甲乙丙丁戊己庚辛'[number]}")
        zone = list(where.groups)[number % 5]
        post = where.posts[zone if number < 5 else f"{zone}-leader"]
        found.append(build.walk(build.draft(person, post), "confirmed", where.secretary, meetings=meetings))
    return found


def states(applications):
    return [Application.objects.get(pk=application.pk).state for application in applications]


def draft(client, village, applications, **more):
    sent = WORDS | {"request_id": uuid.uuid4(), "picked": [a.pk for a in applications]} | more
    return client.post(f"/groups/{village.code}/notice/", sent)


def object_to(notice, application, **more):
    line = notice.lines.get(subject_id=application.pk) if application else None
    return Objection.objects.create(notice=notice, line=line, text=SECRET, received_on=TODAY, **more)
