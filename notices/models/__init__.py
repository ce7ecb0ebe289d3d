"""What is posted for objection, the words it begins with, and the calendar by which its period is counted."""

from notices.models.calendars import CalendarYear, Counting, Holiday, counted_days
from notices.models.objections import Objection
from notices.models.posting import WORDS, Line, Notice
from notices.models.wordings import NoticeWording

__all__ = [
    "WORDS",
    "CalendarYear",
    "Counting",
    "Holiday",
    "Line",
    "Notice",
    "NoticeWording",
    "Objection",
    "counted_days",
]
