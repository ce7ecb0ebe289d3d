"""Two people press at once: one wins, the other is told. A real server with two processes, on either database."""

import datetime as dt
import functools
import threading
import uuid

import pytest

from groups.models import Application, Ballot, Placement
from meetings.models import Meeting
from members.models import Village
from tests import build
from tests.people import PASSWORD, account, gather, mandate
from tools.workflow.models import StateChange


@pytest.fixture
def town(live_workers, clock):
    """The cast in the server's own database, with a second secretary (who runs the branch too) in 吴庄子."""
    cast = gather()
    cast.second = account("acting-a", "副手主持")
    mandate(cast.second, "secretary", cast.a.village)
    return cast


def together(*calls):
    """Run the calls at one moment, each in its own thread; their answers in order."""
    answers, gate = [None] * len(calls), threading.Barrier(len(calls))

    def run(number, call):
        gate.wait()
        answers[number] = call()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def confirmation(application, met, request_id=None):
    """What the confirm page sends."""
    return {
        "meeting": met.pk, "in_favour": 15, "against": 0, "abstained": 0, "recused": 0,
        "happened_on": build.DAYS["confirm"].isoformat(), "version": application.version,
        "request_id": request_id or uuid.uuid4(),
    }  # fmt: skip


def address(application, move="confirm"):
    return f"/moves/groups.application/{application.pk}/{move}/"


def reviewed(town, people, post):
    """Applications that wait for the branch, and the meeting in which it met."""
    meetings = {}
    found = [build.walk(build.draft(p, post), "reviewed", town.a.secretary, meetings=meetings) for p in people]
    return found, build.meeting(town.a.village, "assembly", held_on=build.DAYS["confirm"], entitled=20, present=15)


def test_two_secretaries_confirm_two_people_for_the_last_seat_and_one_gets_it(town, live_workers):
    for attempt in range(4):
        post = town.a.posts[["economy", "environment", "livelihood", "harmony"][attempt] + "-leader"]
        people = [build.member(town.a.branch, f"争先{'甲乙丙丁'[attempt]}{n}") for n in "一二"]
        applications, met = reviewed(town, people, post)
        visitors = [live_workers.visitor("secretary-a", PASSWORD), live_workers.visitor("acting-a", PASSWORD)]
        answers = together(
            *(
                lambda visitor=visitor, a=application, met=met: visitor.post(address(a), confirmation(a, met))
                for visitor, application in zip(visitors, applications, strict=True)
            )
        )
        assert sorted(answer.status for answer in answers) == [302, 409]
        assert Placement.objects.open().filter(post=post).count() == 1
        states = Application.objects.filter(pk__in=[a.pk for a in applications]).values_list("state", flat=True)
        assert sorted(states) == ["confirmed", "reviewed"]


def test_sixteen_presses_on_one_application_confirm_it_once(town, live_workers):
    [application], met = reviewed(town, town.a.members[:1], town.a.posts["culture"])
    visitors = [live_workers.visitor(name, PASSWORD) for name in ("secretary-a", "acting-a") * 4]
    answers = together(*(lambda v=v: v.post(address(application), confirmation(application, met)) for v in visitors))
    assert sorted(answer.status for answer in answers) == [302] + [409] * 7
    assert StateChange.objects.of(application).filter(move="confirm").count() == 1
    assert Placement.objects.filter(application=application).count() == 1


def test_a_double_click_is_one_confirmation_and_both_clicks_are_told_so(town, live_workers):
    [application], met = reviewed(town, town.a.members[:1], town.a.posts["culture"])
    visitor, request_id = live_workers.visitor("secretary-a", PASSWORD), uuid.uuid4()
    answers = together(
        *(lambda: visitor.post(address(application), confirmation(application, met, request_id)) for _ in range(6))
    )
    assert {answer.status for answer in answers} == {302}
    assert StateChange.objects.of(application).filter(move="confirm").count() == 1


def test_a_person_who_is_handed_in_for_several_posts_at_once_gets_no_more_than_the_town_allows(town, live_workers):
    person, day = town.a.members[0], build.DAYS["apply"].isoformat()
    drafts = [build.draft(person, town.a.posts[zone]) for zone in ("economy", "environment", "livelihood", "harmony")]
    visitors = [live_workers.visitor(name, PASSWORD) for name in ("secretary-a", "acting-a") * 2]
    sent = [{"happened_on": day, "version": draft.version, "request_id": uuid.uuid4()} for draft in drafts]
    pages = [address(draft, "apply") for draft in drafts]
    answers = together(*map(functools.partial, [v.post for v in visitors], pages, sent))
    assert sorted(answer.status for answer in answers) == [302, 302, 422, 422]
    assert Application.objects.filter(member=person, state="applied").count() == 2


def test_two_people_enter_the_same_meeting_and_one_is_told(town, live_workers):
    Village.objects.update(representatives=30)
    for attempt in range(3):
        people = [build.member(town.a.branch, f"同会{'甲乙丙'[attempt]}{n}") for n in "一二"]
        rows = [build.walk(build.draft(p, town.a.posts["culture"]), "nominated", town.a.secretary) for p in people]
        day = build.DAYS["review"] + dt.timedelta(days=attempt)
        sent = {"held_on": day, "entitled": 30, "present": 24}
        for row in rows:
            sent |= {f"a{row.pk}-result": "unanimous", f"a{row.pk}-version": row.version}
        page = f"/groups/{town.a.village.code}/meetings/new/?kind=villagers"
        twice = uuid.uuid4()
        visitors = [(live_workers.visitor("secretary-a", PASSWORD), twice)] * 2
        visitors.append((live_workers.visitor("clerk-a", PASSWORD), uuid.uuid4()))
        calls = [functools.partial(v.post, page, {**sent, "request_id": request_id}) for v, request_id in visitors]
        *clicks, other = [answer.status for answer in together(*calls)]
        # Both clicks of the one are done and the other is told, or the other way round: told by the form where the rows
        # had moved on before it was read (422), by the lock where they did so in between (409).
        told = {409, 422}
        assert (clicks == [302, 302] and other in told) or (other == 302 and told.issuperset(clicks)), (clicks, other)
        assert Meeting.objects.filter(kind="villagers", held_on=day).count() == 1
        assert Ballot.objects.filter(application__in=rows).count() == 2
        for row in rows:
            build.move(row, "withdraw", town.a.secretary, reason="本人不再申报", on=dt.date(2026, 11, 1))


def test_two_lists_with_the_same_two_people_never_wait_for_each_other(town, live_workers):
    applications, _met = reviewed(town, town.a.members[:2], town.a.posts["economy"])
    visitors = [live_workers.visitor(name, PASSWORD) for name in ("secretary-a", "acting-a")]
    reason = {"reason": "材料不全", "happened_on": build.DAYS["confirm"].isoformat()}
    answers = together(
        *(
            lambda v=v, a=a: v.post(address(a, "return"), {**reason, "version": a.version, "request_id": uuid.uuid4()})
            for v in visitors
            for a in applications
        )
    )
    assert sorted(answer.status for answer in answers) == [302, 302, 409, 409]
