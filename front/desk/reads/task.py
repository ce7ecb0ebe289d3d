"""One task of the desk: things of one kind in one place, with the one verb that does them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from front.desk.reads.due import Reminder
from members.roles import TOWNSHIP
from tools import clock

FOR_THE_VILLAGE = frozenset({TOWNSHIP})
"""What the township could type for a village waits for the village, not for the town."""


@dataclass(frozen=True)
class Item:
    """One thing to do: what, why, and where it is done."""

    title: str
    why: str
    url: str


@dataclass(frozen=True)
class Task:
    """Things of one kind in one place, with the one verb that does them, and by when in words."""

    verb: str
    where: str
    items: tuple[Item, ...]
    due: dt.date | None = None
    due_words: str = ""
    is_late: bool = False
    order: int = 0
    meeting: str = ""
    """Where a meeting with all of them is entered at once, where it is a meeting that does it."""
    together: str = ""
    """Where all of them are typed on one page, where it is no meeting that does it."""

    @property
    def only(self) -> Item | None:
        """The item, where there is one: then the verb is its button."""
        return self.items[0] if len(self.items) == 1 else None


def move_url(obj: Any, move: str) -> str:
    """The page behind the button of a move."""
    return reverse("workflow:move", args=[obj._meta.label_lower, obj.pk, move])


def dated(day: dt.date | None, remind: Reminder) -> dict[str, Any]:
    """By when, for a Task: the day, in words, and whether it is over; nothing without a day."""
    return {"due": day, "due_words": remind.say(day), "is_late": day < clock.today()} if day else {}
