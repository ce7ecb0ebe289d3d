"""A year's holidays on a page: typed, looked at, kept; who may, what is refused, and when the township is reminded."""

import datetime as dt

import pytest

from notices.models import CalendarYear, Holiday
from tests import build
from tests.notices.stories import Signed, confirmed, draft

D = dt.date
PAGE = "/posting/calendar/2027/"
PLAN = "元旦：1月1日至3日放假\n国庆节：10月1日至7日放假，10月9日上班"


def sent(plan=PLAN, seen="", **more):
    return {"plan": plan, "seen": seen, "keep": "1"} | more


def test_a_plan_is_looked_at_and_then_kept_and_changed(cast):
    client = cast.client(cast.township)
    tried = client.post(PAGE, {"plan": PLAN, "seen": "", "try": "1"})
    assert tried.status_code == 200
    assert not CalendarYear.objects.filter(year=2027).exists()
    assert client.post(PAGE, sent()).status_code == 302
    assert Holiday.objects.filter(day__year=2027).count() == 11
    assert CalendarYear.objects.get(year=2027).provisional is False
    page = client.get(PAGE)
    kept = page.context["form"]["plan"].value()
    assert kept == PLAN
    assert "班</b>" in page.content.decode()
    assert client.post(PAGE, sent("元旦：1月1日放假", kept)).status_code == 302
    assert list(Holiday.objects.filter(day__year=2027).values_list("day", flat=True)) == [D(2027, 1, 1)]
    # Who read the page before that keeps nothing over it.
    assert client.post(PAGE, sent(seen=kept)).status_code == 409


@pytest.mark.parametrize("more", [{"plan": ""}, {"plan": "10月1日到"}, {"plan": PLAN, "provisional": "on"}])
def test_what_is_unclear_is_refused_and_nothing_is_written(cast, more):
    answer = cast.client(cast.township).post(PAGE, sent(**more))
    assert answer.status_code == 422
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_weekdays_alone_count_while_no_plan_is_published(cast):
    client = cast.client(cast.maintainer)
    assert client.post(PAGE, sent("", provisional="on")).status_code == 302
    assert CalendarYear.objects.get(year=2027).provisional is True


def test_only_the_township_keeps_it(cast):
    for user, read, write in ((cast.viewer, 200, 403), (cast.a.secretary, 403, 403), (cast.liaison, 403, 403)):
        assert cast.client(user).get(PAGE).status_code == read
        assert cast.client(user).post(PAGE, sent()).status_code == write
    assert cast.client(cast.township).get("/posting/calendar/1999/").status_code == 404
    assert not Holiday.objects.filter(day__year=2027).exists()


def test_from_december_on_the_townships_desk_asks_for_the_next_year(cast, clock):
    town = Signed(cast, cast.township)

    def due():
        return town.get("/desk/").context["town"]["calendar_due"]

    clock.move_to("2026-11-30")
    assert due() is None
    clock.move_to("2026-12-01")
    assert due() == (2027, "missing")
    assert PAGE in town.get("/desk/").content.decode()
    CalendarYear.objects.create(year=2027, provisional=True)
    assert due() == (2027, "provisional")
    Holiday.objects.create(day="2027-01-01", name="元旦")
    assert due() is None
    clock.move_to("2028-03-01")
    assert due() == (2028, "missing")


def test_a_draft_says_beforehand_that_its_period_reaches_a_year_without_rows(cast, clock):
    ready = confirmed(cast, 1)
    clock.move_to("2026-12-29")
    clerk = Signed(cast, cast.a.clerk)
    page = f"/groups/{cast.a.village.code}/notice/"
    assert "2027" in clerk.get(page).context["form"].warnings[0]
    made = draft(clerk, cast.a.village, ready)
    assert "2027" in clerk.get(made.headers["Location"]).context["warnings"][0]
    CalendarYear.objects.create(year=2027, provisional=True)
    assert "截止日期可能不准" in clerk.get(made.headers["Location"]).context["warnings"][0]
    Holiday.objects.create(day="2027-01-01", name="元旦")
    CalendarYear.objects.update(provisional=False)
    assert clerk.get(made.headers["Location"]).context["warnings"] == []


def test_days_left_are_words_on_every_page(cast, clock):
    notice = build.posted(cast.a, confirmed(cast, 1), D(2026, 11, 23))
    pages = ["/", f"/villages/{cast.a.village.code}/", f"/notices/{notice.uuid}/"]
    desk = ["/posting/", notice.get_absolute_url(), "/desk/"]
    for day, words in (("2026-11-25", "还剩3个工作日"), ("2026-11-27", "今天是最后一天")):
        clock.move_to(day)
        for address in pages:
            assert words in cast.client().get(address).content.decode().replace(" ", ""), address
        for address in desk:
            assert words in cast.client(cast.a.secretary).get(address).content.decode().replace(" ", ""), address
