"""The State Council's plan: pasted as it is published, typed as a clerk types, refused by its own words where it is unclear."""

import datetime as dt

import pytest

from notices.picture import months_of
from notices.plan import read, written

pytestmark = pytest.mark.no_database

D = dt.date
PUBLISHED = """各省、自治区、直辖市人民政府：
现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班工作。
2025年11月4日"""


def test_the_published_text_is_understood_as_it_is():
    plan = read(PUBLISHED, 2026)
    assert plan.faults == []
    assert len(plan.days) == 3 + 1 + 9 + 2 + 7 + 2
    assert plan.days[D(2026, 2, 14)] == (True, "春节")
    assert plan.days[D(2026, 10, 7)] == (False, "国庆节")
    again = read(written(plan.days), 2026)
    assert (again.days, again.faults) == (plan.days, [])


@pytest.mark.parametrize(
    ("typed", "off", "worked"),
    [
        ("10月1日至7日放假, 10月10日上班", 7, 1),
        ("10月1-7日放假", 7, 0),
        ("２月１４日、２８日上班", 0, 2),
        ("1月1日放假，与周末连休。", 1, 0),
        ("2025年12月31日至2026年1月2日放假", 3, 0),
    ],
)
def test_a_clerk_types_it_shorter(typed, off, worked):
    plan = read(typed, 2026)
    assert plan.faults == []
    states = [working for working, _name in plan.days.values()]
    assert (states.count(False), states.count(True)) == (off, worked)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2月30日放假", "no_such_day"),
        ("10月9日上班", "weekday"),
        ("国庆：10月1日至8日放假，共7天", "count"),
        ("10月1日到", "not_understood"),
        ("10月7日至1日放假", "backwards"),
        ("12月31日至1月2日放假", "backwards"),
        ("10月3日放假，10月3日上班", "both"),
        ("2024年10月1日放假", "other_year"),
        ("元旦 1.1-1.3 放假", "no_such_day"),
    ],
)
def test_what_is_unclear_is_not_guessed_at(typed, why):
    assert why in {fault.why for fault in read(typed, 2026).faults}


def test_the_picture_says_in_a_word_what_each_day_is():
    months = months_of(2026, read(PUBLISHED, 2026).days)
    cells = {cell.day: cell.what for _month, weeks in months for week in weeks for cell in week if cell.day}
    assert len(cells) == 365
    assert [cells[D(2026, 10, day)] for day in (7, 8, 10, 11)] == ["off", "", "worked", "weekend"]
