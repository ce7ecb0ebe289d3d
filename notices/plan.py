"""The State Council's plan of holidays, read as it is published or as a clerk types it. Pure, without Django.

`国庆节：10月1日至7日放假，10月10日上班`; the whole published text can be pasted. Whatever speaks of a day and is not understood
is refused by its own words: a day that was silently dropped would be a period counted wrong.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

DAY = dt.timedelta(days=1)
POINT = r"(?:(?P<{0}y>\d{{4}})年)?(?:(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})[日号]?"
SPAN = re.compile(POINT.format("a") + r"(?:(?:至|到|-|~|—|–)" + POINT.format("b") + r")?")
NAMED = re.compile(r"^[\s\d一二三四五六七八九十、.．]*(?P<name>[一-鿿、·]{2,12})\s*[:：]")
YEAR_ALONE = re.compile(r"\d{4}年(?!\d)")
SIGNED = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
"""The day on which the plan itself was signed, on a line of its own."""
OFF, ON = ("放假", "休息", "调休"), ("上班", "工作", "补班")


@dataclass(frozen=True)
class Fault:
    """What of the text was not taken: its own words, and why, by a word that the page turns into a sentence.

    `why`: not_understood, no_such_day, other_year, backwards, both (off and worked), weekday (worked anyhow), count (`days` is
    not what was written).
    """

    text: str
    why: str
    days: int = 0


@dataclass
class Plan:
    """Days off and make-up days of a year, each with the name of its holiday, and what was not understood."""

    days: dict[dt.date, tuple[bool, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read(text: str, year: int) -> Plan:
    """The plan of `year` as `text` has it. Days of the year before or after are taken where their year is written."""
    plan, name = Plan(), ""
    for line in unicodedata.normalize("NFKC", text or "").splitlines():
        line = re.sub(r"\([^()]*\)", "", line).replace(" ", "")
        if found := NAMED.match(line):
            name, line = found["name"].lstrip("、"), line[found.end() :]
        elif SIGNED.fullmatch(line) or not re.search(r"\d", YEAR_ALONE.sub("", line)):
            continue
        for sentence in re.split(r"[。;]", line):
            _sentence(plan, sentence, year, name)
    return plan


def _sentence(plan: Plan, sentence: str, year: int, name: str) -> None:
    """Days wait for the verb that follows them: 2月14日、2月28日上班."""
    month: int | None = None
    waiting: list[tuple[str, list[dt.date]]] = []
    last: list[dt.date] = []
    for clause in re.split(r"[,、]", sentence):
        spans = list(SPAN.finditer(clause)) if re.search(r"\d+[月日号]|\d[至到~—–-]\d", clause) else []
        if count := re.search(r"共(?:计)?(\d+)天", clause):
            if last and int(count[1]) != len(last):
                plan.faults.append(Fault(clause, "count", len(last)))
            continue
        known = len(plan.faults)
        for span in spans:
            days, month = _days(plan, span, year, month)
            if days:
                waiting.append((span[0], days))
        working = any(word in clause for word in ON)
        if not working and not any(word in clause for word in OFF):
            continue
        if not waiting and not last and len(plan.faults) == known and re.search(r"\d", clause):
            plan.faults.append(Fault(clause, "not_understood"))
        for said, days in waiting:
            _take(plan, said, days, working, name)
        last, waiting = [day for _said, days in waiting for day in days], []
    plan.faults.extend(Fault(said, "not_understood") for said, _days_ in waiting)


def _days(plan: Plan, span: re.Match[str], year: int, month: int | None) -> tuple[list[dt.date], int | None]:
    first_year, first_month = int(span["ay"] or year), int(span["am"] or month or 0)
    last_month = int(span["bm"] or first_month)
    last_year = int(span["by"] or (first_year + (last_month < first_month) if span["ay"] else first_year))
    try:
        first = dt.date(first_year, first_month, int(span["ad"]))
        last = dt.date(last_year, last_month, int(span["bd"])) if span["bd"] else first
    except ValueError:
        plan.faults.append(Fault(span[0], "no_such_day"))
        return [], month
    if last < first or (last - first).days > 20:
        plan.faults.append(Fault(span[0], "backwards"))
        return [], last_month
    if not (year - 1 <= first.year and last.year <= year + 1 and year in (first.year, last.year)):
        plan.faults.append(Fault(span[0], "other_year"))
        return [], last_month
    return [first + n * DAY for n in range((last - first).days + 1)], last_month


def _take(plan: Plan, said: str, days: list[dt.date], working: bool, name: str) -> None:
    for day in days:
        if day in plan.days and plan.days[day][0] != working:
            plan.faults.append(Fault(said, "both"))
            return
        if working and day.weekday() < 5:
            plan.faults.append(Fault(said, "weekday"))
            return
        plan.days[day] = (working, name)


def written(rows: Mapping[dt.date, tuple[bool, str]]) -> str:
    """Rows as the text that `read` takes: one line for each holiday. Weekends between two days off belong to the range."""
    names = list(dict.fromkeys(name.removesuffix("调休") for _working, name in (rows[day] for day in sorted(rows))))
    lines = []
    for name in names:
        mine = [day for day in sorted(rows) if rows[day][1].removesuffix("调休") == name]
        off = [_span(*span) for span in _spans([day for day in mine if not rows[day][0]])]
        on = [_point(day) for day in mine if rows[day][0]]
        parts = [f"{'、'.join(off)}放假" if off else "", f"{'、'.join(on)}上班" if on else ""]
        lines.append((f"{name}：" if name else "") + "，".join(filter(None, parts)))
    return "\n".join(lines)


def _spans(days: Iterable[dt.date]) -> list[tuple[dt.date, dt.date]]:
    spans: list[tuple[dt.date, dt.date]] = []
    for day in days:
        between = [spans[-1][1] + n * DAY for n in range(1, (day - spans[-1][1]).days)] if spans else []
        if spans and len(between) <= 2 and all(one.weekday() > 4 for one in between):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans


def _point(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"


def _span(first: dt.date, last: dt.date) -> str:
    if first == last:
        return _point(first)
    return f"{_point(first)}至{last.day}日" if first.month == last.month else f"{_point(first)}至{_point(last)}"
