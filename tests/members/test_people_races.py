"""Two people press at once about one person: one wins, the other reads why, and nobody waits crosswise."""

import datetime as dt
import threading

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.urls import reverse

from members.handover import hand_over
from members.leaving import leave
from members.merging import merge
from members.models import Member, Transfer
from members.moves import TRANSFER
from members.transfers import ask
from tests import build
from tests.people import gather
from tools.upkeep.invariants import find_broken
from tools.workflow.errors import NotMade

DAY, TODAY = dt.date(2026, 11, 20), dt.date(2026, 11, 23)


def together(*jobs):
    """What became of each: done, or refused in words; anything else is the error itself."""
    told, gate = [], threading.Barrier(len(jobs))

    def run(job):
        gate.wait()
        try:
            job()
            told.append("done")
        except NotMade:
            told.append("refused")
        except Exception as error:
            told.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


@pytest.fixture
def cast(own_database, clock):
    return gather()


def perform(transfer, move, actor):
    TRANSFER.perform(Transfer.objects.get(pk=transfer.pk), move, actor=actor, data={"reason": "不去了"})


def test_taken_in_and_withdrawn_at_once(cast):
    member = cast.a.members[0]
    transfer = ask(member, "move", cast.b.branch, cast.a.secretary, on=DAY)
    told = together(
        lambda: perform(transfer, "accept", cast.b.secretary), lambda: perform(transfer, "withdraw", cast.a.secretary)
    )
    assert told == ["done", "refused"]
    transfer.refresh_from_db()
    member.refresh_from_db()
    assert (transfer.state, member.branch) in [("accepted", cast.b.branch), ("withdrawn", cast.a.branch)]


def test_taken_in_while_his_death_is_recorded(cast):
    for member in cast.a.members:
        transfer = ask(member, "move", cast.b.branch, cast.a.secretary, on=DAY)
        told = together(
            lambda t=transfer: perform(t, "accept", cast.b.secretary), lambda m=member: leave(m, "died", TODAY)
        )
        assert told in (["done", "done"], ["done", "refused"])
        transfer.refresh_from_db()
        member.refresh_from_db()
        assert (transfer.state == "accepted") == (member.branch == cast.b.branch)
        assert member.left_how == "died"


def test_taken_in_while_two_records_become_one(cast):
    for number in range(3):
        name = f"赵{'甲乙丙'[number]}"
        other, keep = build.member(cast.a.branch, name), build.member(cast.a.branch, name, born="1968")
        transfer = ask(other, "move", cast.b.branch, cast.township, on=DAY)
        told = together(lambda t=transfer: perform(t, "accept", cast.b.secretary), lambda k=keep, o=other: merge(k, o))
        assert told in (["done", "done"], ["done", "refused"])
        assert told == ["done", "refused"] or Member.objects.filter(name=name).count() == 1
    assert not find_broken()


def test_an_application_goes_on_while_two_records_become_one(cast):
    for number in range(3):
        name = f"钱{'甲乙丙'[number]}"
        other, keep = build.member(cast.a.branch, name), build.member(cast.a.branch, name, born="1968")
        application = build.walk(build.draft(other, cast.a.posts["economy"]), "reviewed", cast.a.secretary)
        met = build.meeting(cast.a.village, "assembly", held_on=build.DAYS["confirm"], entitled=20, present=15)
        votes = build.votes(met)
        told = together(
            lambda a=application, v=votes: build.move(a, "confirm", cast.a.secretary, **v),
            lambda k=keep, o=other: merge(k, o),
        )
        assert told in (["done", "done"], ["done", "refused"])
        assert not find_broken()


def test_two_hand_overs_of_one_village(cast):
    people = [build.member(cast.a.branch, name) for name in ("新书记", "另书记")]
    told = together(*[lambda m=member: hand_over(cast.a.village, m, TODAY, cast.township) for member in people])
    assert told == ["done", "refused"]
    leading = {member for village, member in Member.objects.secretaries(TODAY) if village == cast.a.village.pk}
    assert len(leading) == 1 and leading <= {member.pk for member in people}


def test_no_password_is_hashed_while_nobody_else_can_write(cast, monkeypatch):
    hashed, encode = [], MD5PasswordHasher.encode

    def watched(hasher, *args, **kwargs):
        hashed.append(connection.in_atomic_block)
        return encode(hasher, *args, **kwargs)

    next_one, town = build.member(cast.a.branch, "接任人"), cast.client(cast.township)
    monkeypatch.setattr(MD5PasswordHasher, "encode", watched)
    term, new = reverse("members:term_change"), {"username": "xinren", "name": "新来的"}
    assert town.post(term, {"on": "2026-11-24", f"next-{cast.a.village.pk}": next_one.pk}).status_code == 200
    assert town.post(reverse("members:account_reset", args=[cast.a.clerk.pk])).status_code == 200
    assert town.post(reverse("members:account_new"), new).status_code == 200
    assert hashed == [False] * 3
