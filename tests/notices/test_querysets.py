"""What a list asks of many notices at once is what each would answer alone."""

import datetime as dt

from notices.models import Notice
from notices.moves import NOTICE, OBJECTION
from tests import build
from tests.notices.stories import confirmed, object_to

D = dt.date
OVER = D(2026, 11, 30)


def conclude(cast, notice):
    NOTICE.perform(notice, "conclude", actor=cast.a.secretary, happened_on=OVER, data={"stated": True})


def agree():
    """`asking` holds the drafts, what is up, and exactly those concluded of which `free_lines` names a line."""
    asking = set(Notice.objects.asking())
    for notice in Notice.objects.all():
        waits = notice.state in ("drafted", "open") or (notice.state == "concluded" and bool(notice.free_lines()))
        assert (notice in asking) is waits
    return asking


def test_a_line_that_was_held_asks_again_when_it_is_free(cast, clock):
    applications = confirmed(cast, 3)
    notice = build.posted(cast.a, applications, D(2026, 11, 20))
    objections = [object_to(notice, application) for application in applications[:2]]
    assert agree() == {notice}
    clock.move_to(OVER)
    conclude(cast, notice)
    assert agree() == set()
    OBJECTION.perform(objections[0], "dismiss", actor=cast.township, happened_on=OVER, data={"finding": "不属实"})
    assert agree() == {notice}
    NOTICE.perform(notice, "conclude_rest", actor=cast.a.secretary, happened_on=OVER, data={"stated": True})
    assert agree() == set()


def test_an_objection_to_the_whole_list_holds_every_line_while_the_town_says_so(cast, clock):
    applications = confirmed(cast, 2)
    notice = build.posted(cast.a, applications, D(2026, 11, 20))
    line = object_to(notice, applications[0])
    whole = object_to(notice, None)
    clock.move_to(OVER)
    conclude(cast, notice)
    OBJECTION.perform(whole, "hold", actor=cast.township, happened_on=OVER)
    OBJECTION.perform(line, "dismiss", actor=cast.township, happened_on=OVER, data={"finding": "不属实"})
    assert agree() == set()
    OBJECTION.perform(whole, "dismiss", actor=cast.township, happened_on=OVER, data={"finding": "不属实"})
    assert agree() == {notice}


def test_an_objection_on_the_list_that_was_taken_down_holds_on_the_next_one_too(cast, clock):
    applications = confirmed(cast, 2)
    first = build.posted(cast.a, applications, D(2026, 11, 20))
    objection = object_to(first, applications[0])
    NOTICE.perform(first, "withdraw", actor=cast.a.secretary, happened_on=D(2026, 11, 23), data={"reason": "姓名有误"})
    second = build.posted(cast.a, applications, D(2026, 11, 23))
    clock.move_to(OVER)
    conclude(cast, second)
    assert agree() == set()
    OBJECTION.perform(objection, "dismiss", actor=cast.township, happened_on=OVER, data={"finding": "不属实"})
    assert agree() == {second}
