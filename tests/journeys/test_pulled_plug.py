"""kill -9 in the middle of an import and of a move: what was acknowledged stays, the rest is absent whole, the page heals."""

import contextlib
import re
import time
import uuid

import pytest
from django.conf import settings
from django.db import connection

from groups.models import Application, Placement
from members.models import Member
from tests import build
from tests.exchange.township import HEADINGS, ZHANG
from tests.people import PASSWORD, gather
from tests.support import databases, killing
from tests.support.killing import COMMIT
from tests.support.postgres import Own
from tests.support.server import Site
from tests.upkeep.backups import on_postgres
from tools.exchange.models import Batch
from tools.upkeep.invariants import find_broken
from tools.workflow.models import StateChange

ROWS = 600
IN_IMPORT = ('INSERT INTO "members_member"', 'INSERT INTO "members_historicalmember"', 'UPDATE "exchange_batch"')
IN_MOVE = ('UPDATE "groups_application"', 'INSERT INTO "workflow_statechange"', 'INSERT INTO "groups_placement"')


@pytest.fixture
def site(own_database):
    server = Site(own_database, wsgi="tests.support.killing")
    try:
        yield server.start()
    finally:
        server.close()
        killing.ORDER.unlink(missing_ok=True)


@pytest.fixture
def town(site, clock):
    return gather()


@pytest.fixture
def secretary(town, site):
    return site.visitor("secretary-a", PASSWORD)


def sheet():
    """A roster of new members of 吴庄子."""
    hundreds = "赵钱孙李周吴郑王冯陈"
    names = [f"{a}{b}{c}" for a in hundreds for b in "一二三四五六七八九十" for c in "东南西北中上"]
    lines = [HEADINGS, *([name, *ZHANG[1:]] for name in names)]
    return "\n".join(",".join(line) for line in lines).encode()


def sent(visitor):
    """The address of the preview, and what its button sends."""
    visitor.get("/roster/import/")
    preview = visitor.upload("/roster/import/", "roster.csv", sheet()).headers["Location"]
    return preview, {"digest": re.search(r'name="digest" value="(\w+)"', visitor.get(preview).text)[1]}


def cut_off(visitor, site, path, data, *after):
    """The worker dies over the answer; another one takes its place by itself."""
    killing.order(*after)
    before = {process.pid for process in site.worker_processes()}
    with contextlib.suppress(OSError):
        raise AssertionError(visitor.post(path, data).status)
    assert not killing.ORDER.exists()
    limit = time.monotonic() + 30
    while len(site.worker_processes()) < 2 or before == {process.pid for process in site.worker_processes()}:
        assert time.monotonic() < limit
        time.sleep(0.05)


def held():
    """What an import writes."""
    return Member.objects.count(), Member.history.count(), Batch.objects.filter(applied_at__isnull=False).count()


def test_a_worker_that_is_killed_in_an_import(town, site, secretary):
    preview, yes = sent(secretary)
    before = held()
    for statement in IN_IMPORT:
        cut_off(secretary, site, preview, yes, statement)
        assert held() == before, statement
        assert find_broken() == []
    cut_off(secretary, site, preview, yes, IN_IMPORT[-1], COMMIT)
    whole = (before[0] + ROWS, before[1] + ROWS, 1)
    assert held() == whole
    again = secretary.post(preview, yes)
    assert (again.status, held(), find_broken()) == (302, whole, [])
    assert secretary.get(again.headers["Location"]).status == 200


@on_postgres
def test_a_database_server_that_is_killed_in_an_import(clock, django_db_blocker):
    with (
        django_db_blocker.unblock(),
        Own(settings.TEST_HOME) as server,
        databases.pristine().copy_to(server.host).entered() as there,
    ):
        gather()
        site = Site(there, wsgi="tests.support.killing").start()
        try:
            secretary = site.visitor("secretary-a", PASSWORD)
            before, (preview, yes) = held(), sent(secretary)
            workers = {process.pid for process in site.worker_processes()}
            connection.close()
            killing.order('INSERT INTO "members_historicalmember"', whom=server.processes())
            answer = secretary.post(preview, yes)
            assert (answer.status, "请" in answer.text) == (503, True)
            assert secretary.get("/").status == 503
            server.start_again()
            assert held() == before
            assert secretary.get("/").status == 200
            assert secretary.post(preview, yes).status == 302
            assert held() == (before[0] + ROWS, before[1] + ROWS, 1)
            assert {process.pid for process in site.worker_processes()} == workers
            assert find_broken() == []
        finally:
            site.close()
            killing.ORDER.unlink(missing_ok=True)


def test_a_worker_that_is_killed_in_a_move(town, site, secretary):
    people = town.a.members[:2]
    [first, other] = [build.walk(build.draft(p, town.a.posts["economy"]), "reviewed", town.a.secretary) for p in people]
    met = build.meeting(town.a.village, "assembly", held_on=build.DAYS["confirm"], entitled=20, present=15)

    def confirm(application):
        votes = {"in_favour": 15, "against": 0, "abstained": 0, "recused": 0}
        when = {"happened_on": build.DAYS["confirm"].isoformat(), "version": application.version}
        path = f"/moves/groups.application/{application.pk}/confirm/"
        return path, {"meeting": met.pk, **votes, **when, "request_id": uuid.uuid4()}

    acknowledged = secretary.post(*confirm(first))
    assert acknowledged.status == 302
    path, data = confirm(other)
    for statement in IN_MOVE:
        cut_off(secretary, site, path, data, statement)
        other.refresh_from_db()
        assert (other.state, other.version) == ("reviewed", data["version"])
        assert not Placement.objects.filter(application=other).exists()
        assert find_broken() == []
    cut_off(secretary, site, path, data, IN_MOVE[-1], COMMIT)
    assert secretary.post(path, data).status == 302
    assert StateChange.objects.of(other).filter(move="confirm").count() == 1
    states = Application.objects.filter(pk__in=[first.pk, other.pk]).values_list("state", flat=True)
    assert (set(states), Placement.objects.filter(application__in=[first, other]).count()) == ({"confirmed"}, 2)
    assert find_broken() == []
