"""Which village stands where: the town's question before a telephone call, answered in two presses; no ranks."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Cycle, Scheme
from tests import build
from tests.desk.stories import D, desk, posted

PAGE = "/desk/progress/"


def rows(cast, user, asked=""):
    context = cast.client(user).get(PAGE + asked).context
    return {row.village.short_name: [mark.status for mark in row.marks] for row in context["rows"]}


def test_every_step_of_a_village_is_read_from_its_papers_and_meetings(cast, applied):
    assert rows(cast, cast.township) == {
        "吴庄子": ["done", "done", "now", "ahead", "ahead", "ahead"],
        "南平庄": ["done", "now", "ahead", "ahead", "ahead", "ahead"],
    }
    build.move(applied[0], "nominate", cast.a.secretary, nominators=9, how="slips")
    build.meeting(cast.a.village, held_on=D(2026, 10, 15))
    assert rows(cast, cast.township)["吴庄子"] == ["done", "done", "done", "done", "now", "ahead"]


def test_a_notice_that_went_up_ends_the_way_and_one_taken_down_does_not(cast, confirmed):
    posted(cast, confirmed)
    build.meeting(cast.a.village, held_on=D(2026, 10, 15))
    assert rows(cast, cast.township)["吴庄子"] == ["done"] * 6


def test_which_villages_have_not_held_their_meeting(cast, clock):
    Cycle.objects.update(review_by="2026-11-27")
    build.meeting(cast.b.village, held_on=D(2026, 10, 15))
    page = cast.client(cast.township).get(PAGE + "?lacking=review")
    assert [row.village for row in page.context["rows"]] == [cast.a.village]
    words = re.search(r"<textarea[^>]*>(.*?)</textarea>", page.content.decode(), re.S).group(1)
    assert "11月27日" in words and "还剩 5 个工作日" in words
    assert "吴庄子" not in words
    clock.move_to("2026-11-28")
    assert rows(cast, cast.township)["吴庄子"][3] == "late"


def test_last_years_meeting_proves_nothing_for_this_year(cast):
    build.meeting(cast.a.village, held_on=D(2025, 12, 30))
    assert rows(cast, cast.township)["吴庄子"][3] == "ahead"


def test_each_reads_his_own_villages_and_only_who_works_there_the_telephones(cast):
    assert set(rows(cast, cast.liaison)) == set(rows(cast, cast.a.secretary)) == {"吴庄子"}
    cast.a.secretary_member.phone = "13800000011"
    cast.a.secretary_member.save()
    for user, reads in ((cast.township, True), (cast.liaison, True), (cast.viewer, False)):
        masked = cast.client(user).get(PAGE).content.decode()
        assert (("138****0011" in masked), ("13800000011" in masked)) == (reads, False)
        shown = cast.client(user).post(PAGE)
        assert (shown.status_code, "13800000011" in shown.content.decode()) == ((200, True) if reads else (403, False))
    assert "13800000011" not in cast.client(cast.township).get("/desk/telephones/").content.decode()
    assert "13800000011" in cast.client(cast.township).post("/desk/telephones/").content.decode()
    assert "南平庄" not in cast.client(cast.liaison).get("/desk/telephones/").content.decode()


def test_without_a_year_the_page_says_so(cast):
    Scheme.objects.all().delete()
    Cycle.objects.all().delete()
    assert "镇里" in cast.client(cast.township).get(PAGE).content.decode()


def test_it_asks_as_often_for_three_villages_as_for_one(cast):
    def asked():
        with CaptureQueriesContext(connection) as found:
            assert browser.get(PAGE).status_code == 200
        return len(found)

    browser = cast.client(cast.township)
    browser.get(PAGE)
    before = asked()
    for number in (1, 2, 3):
        where = build.village(f"13028410530{number}", f"新庄{number}")
        Scheme.objects.create(
            village=where, cycle=cast.cycle, published_on="2026-02-01", typed_at=build.moment("2026-02-01")
        )
        build.meeting(where, held_on=D(2026, 10, 15))
    assert asked() == before <= 15


def test_the_secretary_reads_by_when_his_village_should_have_met(cast, applied):
    Cycle.objects.update(nominate_by="2026-11-24")
    [task] = desk(cast, cast.a.clerk)["tasks"]
    assert task.due == D(2026, 11, 24)
    assert task.due_words == "11月24日前，还剩 2 个工作日"
    Cycle.objects.update(nominate_by="2026-11-20")
    [task] = desk(cast, cast.a.clerk)["tasks"]
    assert task.is_late and "逾期" in task.due_words
    Cycle.objects.update(nominate_by="2025-12-31")
    [task] = desk(cast, cast.a.clerk)["tasks"]
    assert "2025年12月31日" in task.due_words, "a day of another year bears its year"


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        ({"publish_by": "2025-12-31"}, "publish_by"),
        ({"apply_by": "2026-03-10", "review_by": "2026-03-09"}, "review_by"),
    ],
)
def test_days_follow_each_other_in_the_order_of_the_procedure(cast, days, wrong):
    cycle = Cycle(year=2026, name="选岗", starts_on=D(2026, 1, 1), term_ends_on=D(2027, 12, 31))
    for name, day in days.items():
        setattr(cycle, name, D.fromisoformat(day))
    with pytest.raises(ValidationError) as found:
        cycle.clean()
    assert wrong in found.value.message_dict
