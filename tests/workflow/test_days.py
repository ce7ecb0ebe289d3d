"""A day of another year is never read as one of this year."""

import datetime as dt
import re

import pytest
from django.template import Context, Template
from django.utils import translation

from tests import build
from tests.support.source import ROOT, name
from tools.workflow.days import short_day


@pytest.mark.parametrize(
    ("day", "said", "in_english"),
    [
        (dt.date(2026, 3, 5), "3月5日", "March 5"),
        (dt.date(2025, 12, 31), "2025年12月31日", "Dec. 31, 2025"),
        (dt.date(2027, 1, 1), "2027年1月1日", "Jan. 1, 2027"),
    ],
)
def test_the_year_is_said_where_it_is_another_one(day, said, in_english):
    assert short_day(day) == said
    assert Template("{% load workflow %}{{ day|short_day }}").render(Context({"day": day})) == said
    with translation.override("en"):
        assert short_day(day) == in_english


def test_no_day_says_nothing():
    assert Template("{% load workflow %}{{ day|short_day }}").render(Context({"day": None})) == ""


def test_a_step_of_last_year_shows_its_year_on_the_desk_and_on_its_page(cast, clock):
    application = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "nominated", cast.a.secretary)
    clock.move_to("2027-01-11")
    client = cast.client(cast.a.secretary)
    for address in ("/desk/", application.get_absolute_url()):
        assert "2026年10月12日" in client.get(address).content.decode()


def test_no_template_writes_a_day_without_its_year_by_hand():
    written = re.compile(r"""date:["'](?:n月|m月|F j["']|j F["']|m-d|n-j|MONTH_DAY_FORMAT)""")
    templates = sorted((ROOT / "templates").rglob("*.html"))
    assert templates
    assert not [name(path) for path in templates if written.search(path.read_text(encoding="utf-8"))]
