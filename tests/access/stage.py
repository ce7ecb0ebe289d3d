"""The town of the access tests: two villages whose records bear marks, everybody at his own door, built once per module.

Marks are what a leak is known by: every name, post, meeting and file of a village bears its sign, every telephone its number.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from groups.models import Application, Group, Post
from meetings.models import Meeting
from members.models import Member, Speciality, Village
from notices.models import Objection
from plans.models import Goal, Plan, Publication
from pledges.models import PledgeItem, ResponsibilityLetter
from tests.access.people import Things, everybody, things, with_template
from tests.people import Cast, VillageCast, gather
from tools import clock
from tools.exchange.models import Batch

TEXT, SIGNED, EXEMPT = "不符合条件", "匿名群众", "本人暂不参加"
"""An objection, who signed it, and why somebody is left in peace."""
SIGNS = {"a": ("吴庄子", "吴家", "0315-1111111"), "b": ("南平庄", "南家", "0315-2222222")}
"""What stands on no page for somebody who has nothing to do with the village."""
PHONE = re.compile(r"199[12]\d{7}")
OFFICE = ("liaison", "secretary", "clerk")
SIGHTED = ("township", "maintainer")


@dataclass
class Stage:
    """The cast, one of each thing in either village, the doors of everybody, and what each may read."""

    cast: Cast
    a: Things
    b: Things
    people: dict[str, Any]
    doors: dict[str, "Door"] = field(default_factory=dict)
    phones: dict[str, set[str]] = field(default_factory=dict)
    own: dict[str, set[str]] = field(default_factory=dict)
    cells: int = 0

    def of(self, letter: str) -> Things:
        """The things of a village."""
        return self.a if letter == "a" else self.b

    def own_phones(self, person: str) -> set[str]:
        """His own number, which he reads everywhere."""
        return self.own.get(person, set())

    def knock(self, person: str, method: str, path: str, data: Any = None) -> Any:
        """One request, counted."""
        self.cells += 1
        return self.doors[person].knock(method, path, data)


class Door:
    """Somebody's browser, quicker than the test client: the whole product answers, nobody notes down its templates.

    Reading is not taken back (that it changes nothing is a test of its own); everything else is.
    """

    def __init__(self, user: Any = None, checks_csrf: bool = False) -> None:
        self.user = user
        self._handler = ClientHandler(enforce_csrf_checks=checks_csrf)
        self._handler.load_middleware()
        client = Client()
        if user is not None:
            client.force_login(user, backend="tools.accounts.backends.AccountBackend")
            session = client.session
            session["begun"] = session["seen"] = clock.now().timestamp()
            session.save()
        self.client = client
        self._factory = RequestFactory()
        self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def knock(self, method: str, path: str, data: Any = None) -> Any:
        """The answer, its body in one piece as `.body`."""
        if method in ("GET", "HEAD"):
            return self._answer(method, path, data)
        with transaction.atomic():
            answer = self._answer(method, path, data)
            transaction.set_rollback(True)
        return answer

    def keep(self, method: str, path: str, data: Any = None) -> Any:
        """The same, and what it writes stays."""
        return self._answer(method, path, data)

    def _answer(self, method: str, path: str, data: Any) -> Any:
        self._factory.cookies.clear()
        for name, value in self.cookies.items():
            self._factory.cookies[name] = value
        request = getattr(self._factory, method.lower())(path, data) if data else self._factory.generic(method, path)
        if method == "POST" and not data:
            request = self._factory.post(path)
        request._dont_enforce_csrf_checks = not self._handler.enforce_csrf_checks
        answer = self._handler.get_response(request)
        answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        request_finished.disconnect(close_old_connections)  # As the test client does: the transaction goes on.
        answer.close()
        request_finished.connect(close_old_connections)
        return answer


def raise_the_curtain() -> Stage:
    """Everything and everybody."""
    cast = gather()
    Post.objects.filter(group__village=cast.a.village).update(name=Concat(Value("吴家"), F("name")))
    Post.objects.filter(group__village=cast.b.village).update(name=Concat(Value("南家"), F("name")))
    people = everybody(cast)
    stage = Stage(cast, _marked(cast.a, "吴家", "1"), _marked(cast.b, "南家", "2"), people)
    cast.things, cast.others = stage.a, stage.b
    Speciality.objects.create(name="音乐")
    with_template(cast.township)
    for number, user in enumerate(filter(None, people.values())):
        type(user).objects.filter(pk=user.pk).update(name=f"账号{number}")  # The head of every page says it.
    stage.phones = _phones(stage)
    for person, user in people.items():
        stage.own[person] = set(Member.objects.filter(user=user).values_list("phone", flat=True)) if user else set()
    return stage


def _marked(where: VillageCast, sign: str, figure: str) -> Things:
    """The village's things, each with the sign of the village."""
    for post in where.posts.values():
        post.refresh_from_db()
    Village.objects.filter(pk=where.village.pk).update(phone=f"0315-{figure * 7}", contact_place=f"{sign}大院")
    found = things(where)
    for number, member in enumerate(Member.objects.filter(branch=where.branch).order_by("pk")):
        Member.objects.filter(pk=member.pk).update(phone=f"199{figure * 4}{number:04}", job=f"{sign}木匠{number}")
    Member.objects.filter(pk=where.members[0].pk).update(exempt="own_wish")
    Meeting.objects.filter(village=where.village).update(place=f"{sign}院", chair=f"{sign}主持")
    Application.objects.filter(post__group__village=where.village).update(statement=f"{sign}愿意")
    Group.objects.filter(village=where.village).update(requirements=f"{sign}要求")
    Batch.objects.filter(uploaded_by=where.secretary).update(file_name=f"{sign}名册.csv")
    Objection.objects.filter(notice__village=where.village).update(text=TEXT, signed=SIGNED)
    _mark_promises(where.village, sign)
    for name in ("application", "draft", "notice", "draft_notice", "objection", "meeting", "member", "post", "batch"):
        getattr(found, name).refresh_from_db()
    for thing in vars(found.promises).values():
        thing.refresh_from_db()
    return found


def _mark_promises(village: Village, sign: str) -> None:
    """What was planned and promised, letter by letter the village's own."""
    Plan.objects.filter(village=village).update(title=Concat(Value(sign), F("title")), body=f"{sign}办好两件事")
    Publication.objects.filter(plan__village=village).update(how=f"{sign}公示栏", opinion=f"{sign}监委会同意")
    goals, items = Goal.objects.filter(plan__village=village), PledgeItem.objects.filter(pledge__village=village)
    for rows in (goals, items):
        rows.update(content=Concat(Value(sign), F("content")), measure=f"{sign}每月一次")
        rows.exclude(result="").update(result=f"{sign}的结果")
    items.update(beneficiary=f"{sign}村民")
    items.exclude(reply="").update(reply=f"{sign}的答复")
    letters = ResponsibilityLetter.objects.filter(placement__post__group__village=village)
    letters.update(duties=f"{sign}职责", requirements=f"{sign}要求")


def _phones(stage: Stage) -> dict[str, set[str]]:
    """Whose telephones each may have shown: the office its village's, the township all, others their own."""
    everyone = set(Member.objects.exclude(phone="").values_list("phone", flat=True))
    found = {}
    for person, user in stage.people.items():
        role, _dash, letter = person.partition("-")
        if person in SIGHTED:
            found[person] = everyone
        elif role in OFFICE and letter in ("a", "b"):
            branch = stage.of(letter).where.branch
            found[person] = set(Member.objects.filter(branch=branch).values_list("phone", flat=True))
        else:
            found[person] = set(Member.objects.filter(user=user).values_list("phone", flat=True)) if user else set()
    return found


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """What is done inside is as if it had not been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
