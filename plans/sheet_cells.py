"""What the cells of the sheets of goals and pledged items may say: years, numbers, days by which something is done, groups."""

import calendar
import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from members.organisation_cells import public
from members.search import fold
from tools.exchange import cells, dates, prose
from tools.exchange.cells import CellError, Warn

UNTIL = re.compile(r"\s*(?:底|末)?(?:之前|以前|前|止|为止|内)?$")
"""What stands behind a day or a month by which something is done: 2026年12月底前."""
ZONE_ENDINGS = ("党员责任小组", "责任小组", "责任区", "责任组", "工作区", "小组", "区", "组")
MOST = 999
"""No number of a sheet is higher; a running number beyond it says nothing of a goal."""


def clean_year(value: Any, warn: Warn, heading: str) -> str:
    """年度: 2026, 2026年, 2026年度."""
    found = re.sub("年度?$", "", cells.optional(value, warn))
    if found and not re.fullmatch("20[0-9]{2}", found):
        raise CellError("bad_year", _("Write the year with four figures, such as 2026."))
    return found


def clean_number(value: Any, warn: Warn, heading: str) -> str:
    """序号: only the order; what is no number says nothing."""
    found = re.fullmatch(r"\(?([0-9]{1,3})[).、]?", cells.text(value))
    return str(int(found[1])) if found and int(found[1]) else ""


def clean_day(value: Any, warn: Warn, heading: str) -> str:
    """完成期限: a whole day. Of a month or a year its last day is proposed, and a person says whether that is meant."""
    said = cells.text(value)
    if isinstance(value, str):
        value = UNTIL.sub("", said) or said
    try:
        found = dates.partial_date(value, warn)
    except CellError as error:
        if error.choices or re.search("20[0-9]{2}", said):
            raise
        raise CellError(error.code, _whole_day()) from error
    if not found or len(found) == 10:
        return found
    year, month = int(found[:4]), int(found[5:] or 12)
    last = f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]}"
    raise CellError("whole_day", _whole_day(), (last,))


def _whole_day() -> str:
    return _("Write the whole day, such as 2026.12.31.")


def everybodys(length: int) -> Callable[[Any, Warn, str], str]:
    """A line that everybody will read, as it was typed."""
    return public(lambda value, warn, heading: prose.line(value, warn, length))


def bare_zone(word: str) -> str:
    """The name of a zone without what stands behind it where its group is meant: 环境组, 环境责任小组."""
    found = fold(word)
    return next((found.removesuffix(end) for end in ZONE_ENDINGS if found.endswith(end) and found != end), found)
