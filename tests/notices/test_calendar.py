"""Posting periods, by days that were checked against the calendar of 2026."""

import datetime as dt

import pytest

from notices.calendar import DAY, YearMissing, days_left, last_day, weekdays_left, working
from notices.models import CalendarYear, Holiday, counted_days

D = dt.date


@pytest.mark.parametrize(
    ("posted", "days", "last"),
    [
        (D(2026, 11, 23), 5, D(2026, 11, 27)),
        (D(2026, 11, 23), 7, D(2026, 12, 1)),
        (D(2026, 9, 28), 5, D(2026, 10, 9)),
        (D(2026, 2, 14), 1, D(2026, 2, 14)),
        (D(2026, 2, 28), 1, D(2026, 2, 28)),
        (D(2026, 10, 10), 1, D(2026, 10, 10)),
        (D(2026, 11, 21), 5, D(2026, 11, 27)),
    ],
)
def test_five_working_days_count_the_posting_day_and_skip_holidays(db, posted, days, last):
    assert last_day(posted, days, counted_days("working")) == last


def test_calendar_days_are_counted_as_they_come(db):
    assert last_day(D(2026, 11, 21), 5, counted_days("calendar")) == D(2026, 11, 25)


def test_a_period_that_reaches_a_year_without_rows_is_refused_and_names_the_year(db):
    with pytest.raises(YearMissing) as refused:
        last_day(D(2026, 12, 29), 5, counted_days("working"))
    assert refused.value.year == 2027


def test_a_year_that_the_town_counts_by_weekdays_is_counted(db):
    CalendarYear.objects.create(year=2027, provisional=True)
    assert last_day(D(2026, 12, 29), 5, counted_days("working")) == D(2027, 1, 4)


def test_a_day_the_town_enters_itself_counts(db):
    Holiday.objects.create(day=D(2026, 11, 24), name="停工")
    assert last_day(D(2026, 11, 23), 5, counted_days("working")) == D(2026, 11, 30)


def test_days_left_count_today_and_the_last_day():
    is_working = working({}, frozenset({2026}))
    assert days_left(D(2026, 11, 23), D(2026, 11, 27), is_working) == 5
    assert days_left(D(2026, 11, 27), D(2026, 11, 27), is_working) == 1
    assert days_left(D(2026, 11, 28), D(2026, 11, 27), is_working) == 0


@pytest.mark.parametrize("first", [D(2026, 2, 10), D(2026, 9, 18), D(2026, 9, 28), D(2026, 12, 28)])
def test_the_public_pages_count_the_same_days_in_the_notices_own_query(db, first):
    Holiday.objects.create(day=D(2027, 1, 1))
    CalendarYear.objects.create(year=2027)
    is_counted = counted_days("working")
    rows = Holiday.objects.all()
    for last in (first + n * DAY for n in range(20)):
        between = rows.filter(day__range=(first, last))
        worked = between.filter(is_working=True, day__iso_week_day__gt=5).count()
        off = between.filter(is_working=False, day__iso_week_day__lte=5).count()
        assert weekdays_left(first, last, worked, off) == days_left(first, last, is_counted)
