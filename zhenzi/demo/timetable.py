"""When what happens in the demo's year, counted back from today so that whatever is running still runs."""

import datetime as dt
import random
from dataclasses import dataclass, replace

from tools import clock

DAY = dt.timedelta(days=1)
OFFSETS = {"applied": 3, "nominated": 10, "reviewed": 17, "confirmed": 24, "posted": 30}
"""Days from the beginning of the procedure to each step in the first village; the others follow within SPREAD days."""
SPREAD = {"applied": 4, "nominated": 4, "reviewed": 4, "confirmed": 4, "posted": 1}


@dataclass(frozen=True)
class Days:
    """The days of one group of applications: handed in, nominated, reviewed, confirmed, posted."""

    applied: dt.date
    nominated: dt.date
    reviewed: dt.date
    confirmed: dt.date
    posted: dt.date

    @classmethod
    def from_today(cls, today: dt.date, *ago: int) -> "Days":
        """Each step so many days ago."""
        return cls(*(today - days * DAY for days in ago))


@dataclass(frozen=True)
class Timetable:
    """`begin`: the town sets up. `wave`: the procedure begins in all villages. `today`: where the demo's year has got to."""

    begin: dt.date
    wave: dt.date
    today: dt.date

    @classmethod
    def of(cls, year: int, stage: str, today: dt.date) -> "Timetable":
        """The main procedure at the year's beginning; where the demo stops in the middle of it, its last step was just done."""
        begin = min(dt.date(year, 1, 5), today - 120 * DAY)
        if stage in OFFSETS:
            wave = today - (OFFSETS[stage] + SPREAD[stage] + 1) * DAY
        else:
            wave = today - 75 * DAY if stage == "seated" else begin + 10 * DAY
        return cls(begin, wave, today)

    def published(self, rng: random.Random) -> dt.date:
        """The day on which a village publishes its scheme of posts."""
        return self.begin + rng.randint(3, 7) * DAY

    def wave_days(self, rng: random.Random) -> Days:
        """The days of the main procedure in one village."""
        return Days(**{step: self.wave + (OFFSETS[step] + rng.randint(0, SPREAD[step])) * DAY for step in OFFSETS})

    @property
    def over(self) -> Days:
        """Late applications whose notice has run out by now, over whatever holidays."""
        return Days.from_today(self.today, 48, 42, 36, 30, 26)

    @property
    def running(self) -> Days:
        """Late applications whose notice is up today."""
        return replace(Days.from_today(self.today, 30, 24, 16, 8, 2), posted=self.last_weekday)

    @property
    def last_weekday(self) -> dt.date:
        """The last day of the office's week before today."""
        return self.today - {0: 3, 6: 2}.get(self.today.weekday(), 1) * DAY


def at(day: dt.date, rng: random.Random) -> dt.datetime:
    """An hour of the office's day."""
    return clock.start_of(day) + dt.timedelta(minutes=rng.randint(8 * 60 + 30, 17 * 60))
