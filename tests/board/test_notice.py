"""A notice on the board: to the last second of its period, frozen, in no search engine; then gone like one that never was."""

import datetime as dt
import re
import uuid

import pytest
from django.test import Client

from members.models import Member, Township
from notices.actions import draft_notice
from notices.models import Holiday
from notices.moves import NOTICE
from tests import build
from tests.board.stories import TODAY, posted, queries, text_of

PAGES = ("/", "/object/", "/print/", ".pdf")


def addresses(name):
    return [f"/notices/{name}{end}" for end in PAGES]


def gone(address):
    """What a stranger gets, without the token that is another one every time."""
    answer = Client().get(address)
    assert answer.status_code == 404
    assert answer.headers["X-Robots-Tag"] == "noindex"
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|name="next" value="[^"]*"', "", text_of(answer))


def test_it_is_there_to_the_last_second_and_then_gone_like_one_that_never_was(cast, clock, pango):
    notice = posted(cast.a)
    clock.move_to("2026-11-27T23:59:59")
    assert [Client().get(address).status_code for address in addresses(notice.uuid)] == [200] * 4
    clock.move_to("2026-11-28T00:00:00")
    over = {gone(address) for address in addresses(notice.uuid)}
    assert over == {gone(address) for address in addresses(uuid.uuid4())}
    assert len(over) == 1
    assert "公示已结束" in over.pop()


def test_a_draft_a_concluded_one_and_one_taken_down_are_no_pages(cast, clock):
    up, down = posted(cast.a, on=TODAY), posted(cast.b, on=TODAY)
    NOTICE.perform(
        down, "withdraw", actor=cast.b.secretary, version=down.version, happened_on=TODAY, data={"reason": "重写"}
    )
    draft = build.walk(build.draft(cast.a.members[0], cast.a.posts["harmony"]), "confirmed", cast.a.secretary)
    words = {"title": "草稿标题", "organ": "某支部"}
    drafted = draft_notice("placements", cast.a.village, [(draft.pk, draft.member)], **words)
    for notice in (down, drafted):
        for address in addresses(notice.uuid):
            assert notice.title not in gone(address)
    clock.move_to("2026-11-28")
    NOTICE.perform(up, "conclude", actor=cast.a.secretary, version=up.version, data={})
    for address in addresses(up.uuid):
        gone(address)


@pytest.mark.parametrize(("day", "left"), [("2026-11-23", 5), ("2026-11-25", 3), ("2026-11-27", 1)])
def test_the_days_left_are_working_days(cast, clock, day, left):
    notice = posted(cast.a)
    clock.move_to(day)
    assert Client().get(f"/notices/{notice.uuid}/").context["days_left"] == left


def test_the_days_left_follow_the_calendar_and_the_unit(cast, clock):
    Holiday.objects.create(day="2026-11-25", name="试放一天假")
    notice = posted(cast.a)
    assert notice.ends_on == dt.date(2026, 11, 30)
    assert Client().get(f"/notices/{notice.uuid}/").context["days_left"] == 5
    Township.objects.update(posting_unit="calendar", posting_days=7)
    other = posted(cast.b)
    clock.move_to("2026-11-28")
    assert Client().get(f"/notices/{other.uuid}/").context["days_left"] == 2


def test_its_columns_are_frozen_and_no_others_than_those_of_its_kind(cast):
    notice = posted(cast.a, 2)
    Member.objects.filter(name="公示人甲").update(name="改名人")
    answer = Client().get(f"/notices/{notice.uuid}/")
    assert [len(cells) for number, cells in answer.context["rows"]] == [3, 3]
    assert answer.context["rows"][0] == (1, ["公示人甲", "经济", "经济岗"])
    assert "改名人" not in text_of(answer)


def test_no_search_engine_keeps_it(cast, pango):
    notice = posted(cast.a)
    for address in addresses(notice.uuid):
        answer = Client().get(address)
        assert answer.headers["X-Robots-Tag"] == "noindex"
        if not address.endswith(".pdf"):
            assert '<meta name="robots" content="noindex">' in text_of(answer)


def test_it_tells_where_to_object(cast):
    notice = posted(cast.a)
    text = text_of(Client().get(f"/notices/{notice.uuid}/"))
    assert f'href="/notices/{notice.uuid}/object/"' in text
    assert 'href="tel:0315-0000000"' in text
    assert 'src="data:image/svg+xml' in text


def test_one_line_or_three_cost_the_same(cast):
    one, three = posted(cast.a), posted(cast.b, 3)
    for end in ("/", "/object/", "/print/"):
        assert queries(f"/notices/{one.uuid}{end}") == queries(f"/notices/{three.uuid}{end}")


def test_it_is_only_read(cast):
    notice = posted(cast.a)
    for end in ("/", "/print/", ".pdf"):
        assert Client().post(f"/notices/{notice.uuid}{end}").status_code == 405
    for end in ("/", "/print/", "/object/"):
        assert Client().head(f"/notices/{notice.uuid}{end}").status_code == 200
