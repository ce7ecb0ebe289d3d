"""Which office that is known a row of the offices' sheet means: each is meant by one row at most."""

from collections.abc import Callable, Iterable

from members.models import Office
from tools.exchange.plan import Row

Whose = tuple[int, str]
"""A member's key and the kind of office."""


def matched(rows: Iterable[tuple[Row, str]], offices: Iterable[Office]) -> dict[str, Office]:
    """The office of each row (given with our row id), by the row's key; a row without one begins a new term.

    What is most certain goes first, for all rows: our row id, the dates, the day of the end, the first day. What is left
    means the open term, unless another row ends that one: then it is a new term. Of several the earliest comes first.
    """
    by_whose: dict[Whose, list[Office]] = {}
    for office in offices:
        by_whose.setdefault((office.member_id, office.kind), []).append(office)
    left = sorted(rows, key=lambda pair: pair[0].values.get("starts_on", ""))
    found: dict[str, Office] = {}
    taken: set[int] = set()
    for is_meant in WAYS:
        for row, row_id in left:
            his = by_whose.get((row.values["member"], row.values["kind"]), ())
            office = next((o for o in his if o.pk not in taken and is_meant(o, row, row_id)), None)
            if row.key not in found and office is not None:
                found[row.key] = office
                taken.add(office.pk)
    return found


def _by_id_and_start(office: Office, row: Row, row_id: str) -> bool:
    return str(office.pk) == row_id and row.values.get("starts_on", "") in ("", _text(office.starts_on))


def _by_dates(office: Office, row: Row, row_id: str) -> bool:
    return _by_start(office, row, row_id) and row.values.get("ends_on", "") == _text(office.ends_on)


def _by_end(office: Office, row: Row, row_id: str) -> bool:
    return bool(row.values.get("ends_on")) and row.values["ends_on"] == _text(office.ends_on)


def _by_start(office: Office, row: Row, row_id: str) -> bool:
    return bool(row.values.get("starts_on")) and row.values["starts_on"] == _text(office.starts_on)


def _by_id(office: Office, row: Row, row_id: str) -> bool:
    return str(office.pk) == row_id


def _by_being_open(office: Office, row: Row, row_id: str) -> bool:
    """A term that was over before the open one began is an earlier one."""
    return office.ends_on is None and not "" < row.values.get("ends_on", "") < _text(office.starts_on)


def _text(day: object) -> str:
    return day.isoformat() if day else ""


WAYS: tuple[Callable[[Office, Row, str], bool], ...] = (
    _by_id_and_start,
    _by_dates,
    _by_end,
    _by_start,
    _by_id,
    _by_being_open,
)
