"""Holidays and make-up days of the years that the calendar package knows; later years are entered by the township."""

import datetime as dt

import chinese_calendar
from django.db import migrations

FIRST, LAST = 2023, 2026
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}


def load(apps, schema_editor):
    year_model, holiday = apps.get_model("notices", "CalendarYear"), apps.get_model("notices", "Holiday")
    rows = []
    for year in range(FIRST, LAST + 1):
        year_model.objects.get_or_create(year=year)
        day = dt.date(year, 1, 1)
        while day.year == year:
            is_working = chinese_calendar.is_workday(day)
            if is_working != (day.weekday() < 5):
                on_holiday, name = chinese_calendar.get_holiday_detail(day)
                rows.append(
                    holiday(day=day, is_working=is_working, name=NAMES.get(name, "") + ("调休" if is_working else ""))
                )
            day += dt.timedelta(days=1)
    holiday.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
