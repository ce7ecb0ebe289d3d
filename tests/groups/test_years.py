"""The next year is opened: what goes on, what is closed, and who stays on his post for the new term."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from groups.models import Cycle, Placement
from groups.moves import APPLICATION
from groups.years import open_year, refuse_closed
from tests import build
from tests.access.promises import seat
from tools.workflow.errors import Conflict, Forbidden, Refused

NEW = reverse("groups:year_new")
FIRST, TERM = dt.date(2027, 1, 1), dt.date(2028, 12, 31)


def sent(**more):
    return {"year": 2027, "name": "2027年度选岗", "starts_on": FIRST, "term_ends_on": TERM} | more


@pytest.fixture
def seated(cast):
    seat(cast.a)
    return Placement.objects.get()


@pytest.fixture
def new_year(cast, seated, clock):
    clock.move_to("2027-01-06")
    return open_year(Cycle(**sent()), cast.township)


def test_the_township_opens_the_next_year_with_last_years_days_moved_on(cast, seated):
    page = cast.client(cast.township).get(NEW)
    assert page.context["form"].initial["year"] == 2027
    assert page.context["form"].initial["term_ends_on"] == TERM
    assert page.context["kept"] == {"groups": 10, "posts": 20, "holders": 1, "ending": 1}
    assert cast.client(cast.township).post(NEW, sent()).status_code == 302
    assert list(Cycle.objects.values_list("year", flat=True)) == [2027, 2026]


def test_the_old_year_is_closed_from_the_first_day_of_the_new_one(cast, clock):
    open_year(Cycle(**sent()), cast.township)
    old = Cycle.objects.get(year=2026)
    assert not old.is_closed
    refuse_closed(old)
    assert Cycle.objects.current() == old
    clock.move_to("2027-01-01")
    with pytest.raises(Refused):
        refuse_closed(old)
    assert Cycle.objects.current().year == 2027


def test_what_is_still_open_is_said_with_its_place(cast):
    build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "applied", cast.a.secretary)
    found = cast.client(cast.township).get(NEW).context["still_open"]
    assert [(one.count, one.url) for one in found] == [(1, "/groups/applications/?state=open")]


@pytest.mark.parametrize("who", ["secretary", "clerk", "leader", "member"])
def test_nobody_else_opens_a_year(cast, who):
    client = cast.client(getattr(cast.a, who))
    assert client.get(NEW).status_code == client.post(NEW, sent()).status_code == 403
    assert Cycle.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"year": 2026}, {"starts_on": "2026-01-01"}, {"term_ends_on": "2026-12-31"}])
def test_years_follow_each_other(cast, wrong):
    assert cast.client(cast.township).post(NEW, sent(**wrong)).status_code == 422
    assert Cycle.objects.count() == 1


def test_a_year_that_somebody_opened_meanwhile_is_not_opened_twice(cast):
    open_year(Cycle(**sent()), cast.township)
    with pytest.raises((Conflict, ValidationError)):
        open_year(Cycle(**sent()), cast.township)


def test_holders_go_on_and_their_term_reads_over_until_the_branch_decides(cast, seated, new_year, clock):
    clock.move_to("2028-01-05")
    seated.refresh_from_db()
    assert seated.over_on is None and seated.is_past_term
    met = build.meeting(cast.a.village, "assembly", held_on=dt.date(2028, 1, 4), entitled=20, present=15)
    data = {"meeting": met, "until": TERM, "reason": str(met)}
    APPLICATION.perform(seated.application, "renew", actor=cast.a.secretary, data=data)
    seated.refresh_from_db()
    assert seated.term_ends_on == TERM and not seated.is_past_term
    assert seated.application.state == "seated"


def test_the_button_shows_where_the_term_ends_early_and_does_it(cast, seated, new_year):
    client, page = cast.client(cast.a.secretary), f"/moves/groups.application/{seated.application_id}/renew/"
    assert page in client.get(seated.application.get_absolute_url()).content.decode()
    met = build.meeting(cast.a.village, "committee", held_on=dt.date(2027, 1, 5), entitled=5, present=4)
    form = client.get(page).context["form"]
    facts = {"meeting": met.pk, "version": form.initial["version"], "request_id": form.initial["request_id"]}
    assert client.post(page, facts).status_code == 302
    seated.refresh_from_db()
    assert seated.term_ends_on == TERM
    assert page not in client.get(seated.application.get_absolute_url()).content.decode()
    assert client.post(page, facts | {"request_id": "0b8c2f0e-8d57-4c3a-9a8e-0d9a52c6d0aa"}).status_code in (409, 422)


@pytest.mark.parametrize(
    ("kind", "village", "present"), [("villagers", "a", 24), ("assembly", "b", 15), ("assembly", "a", 10)]
)
def test_only_a_meeting_of_this_branch_that_counts_renews(cast, seated, new_year, kind, village, present):
    where = getattr(cast, village).village
    met = build.meeting(where, kind, held_on=dt.date(2027, 1, 5), entitled=20 if present < 20 else 30, present=present)
    with pytest.raises(Refused):
        APPLICATION.perform(seated.application, "renew", actor=cast.a.secretary, data={"meeting": met, "until": TERM})
    seated.refresh_from_db()
    assert seated.term_ends_on == dt.date(2027, 12, 31)


def test_nobody_renews_his_own_term(cast, new_year):
    own = build.walk(
        build.draft(cast.a.secretary_member, cast.a.posts["harmony"], cast.cycle), "reviewed", cast.a.clerk
    )
    with pytest.raises(Forbidden):
        APPLICATION.perform(own, "renew", actor=cast.a.secretary, data={})
