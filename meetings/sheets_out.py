"""What goes out of meetings: the columns of their list, and those of one meeting's page for who wants them."""

from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from tools.exchange.outgoing import Offer, Outgoing, day

MEETINGS = Outgoing(
    "meetings",
    _("Register of meetings"),
    (
        Offer("held_on", _("held on"), lambda m: day(m.held_on)),
        Offer("village", _("village"), lambda m: m.village, 14),
        Offer("kind", _("kind"), lambda m: m.get_kind_display(), 30, Meeting.Kind.labels),
        Offer("entitled", _("entitled"), lambda m: m.entitled, 8),
        Offer("present", _("present"), lambda m: m.present, 8),
        Offer("place", _("place"), lambda m: m.place, 20, usual=False),
        Offer("convener", _("convener"), lambda m: m.convener, usual=False),
        Offer("chair", _("chair"), lambda m: m.chair, usual=False),
        Offer("observers", _("observers"), lambda m: m.observers, 20, usual=False),
        Offer("note", _("note"), lambda m: m.note, 40, usual=False),
    ),
)
