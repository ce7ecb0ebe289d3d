"""What a person types about notices, objections, the town's wording and its calendar."""

from notices.forms.calendars import CalendarForm
from notices.forms.notices import ConcludeForm, NoticeFilter, NoticeForm, OpenForm, TakeDownForm
from notices.forms.objections import DeclineForm, FindingForm, ObjectionFilter, ObjectionForm, TypedObjectionForm
from notices.forms.wordings import TryForm, WordingForm

__all__ = [
    "CalendarForm",
    "ConcludeForm",
    "DeclineForm",
    "FindingForm",
    "NoticeFilter",
    "NoticeForm",
    "ObjectionFilter",
    "ObjectionForm",
    "OpenForm",
    "TakeDownForm",
    "TryForm",
    "TypedObjectionForm",
    "WordingForm",
]
