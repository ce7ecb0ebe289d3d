"""What goes out of the roster as its list shows it: the columns of the sheet that comes in again, so that this one does too."""

from typing import Any

from members import roster_files
from members.scope import reach
from members.sheet_kinds import KINDS
from tools.exchange.outgoing import Outgoing, offers_of

OF_THE_PAGE = ("specialities", "phone", "presence")
"""Columns of the list beside those without which no roster comes in."""


def may_take_roster(user: Any) -> bool:
    """Who takes the whole roster takes a part of it."""
    return KINDS[roster_files.KIND].may_take(reach(user))


def roster(user: Any) -> Outgoing:
    """Its columns for one person: who does not work with people gets no telephones, nobody a column that is always empty."""
    without = {"number"} if reach(user).sees_contacts else {"number", "phone"}
    columns = offers_of(roster_files.resource_out(user), OF_THE_PAGE, without)
    return Outgoing(roster_files.KIND, roster_files.TITLE, columns, roster_files.GUIDE)
