"""What goes out of notices: of the lines only their frozen public columns, of objections nothing."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.kinds import KINDS
from notices.models import Line, Notice
from notices.moves import NoticeState
from tools.exchange.outgoing import Offer, Outgoing, day

TO_BE_STATED = _("period over, to be stated")


def state_words(notice: Notice) -> Any:
    """Where it stands, as the list says it."""
    if notice.state == NoticeState.OPEN and not notice.is_running:
        return TO_BE_STATED
    return notice.get_state_display()


def _line(notice: Notice, line: Line) -> str:
    return " ".join(filter(None, (line.columns.get(key, "") for key in KINDS[notice.kind].columns)))


def _lines(notice: Notice) -> str:
    """Whom it names, as it was posted; a draft has posted nobody."""
    return "；".join(_line(notice, line) for line in notice.lines.all() if line.columns)


NOTICES = Outgoing(
    "notices",
    _("Register of notices"),
    (
        Offer("title", _("title"), lambda n: n.title, 40),
        Offer("village", _("village"), lambda n: n.village, 14),
        Offer("state", _("state"), state_words, 18, (*NoticeState.labels, TO_BE_STATED)),
        Offer("size", _("number of people"), lambda n: n.size, 8),
        Offer("opened_on", _("posted on"), lambda n: day(n.opened_on)),
        Offer("ends_on", _("last day"), lambda n: day(n.ends_on)),
        Offer("kind", _("kind"), lambda n: KINDS[n.kind].label, 18, usual=False),
        Offer("lines", _("whom it names"), _lines, 50, usual=False),
        Offer("organ", _("signed by"), lambda n: n.organ, 30, usual=False),
        Offer("basis", _("basis"), lambda n: n.basis, 40, usual=False),
        Offer("withdrawn_on", _("taken down on"), lambda n: day(n.withdrawn_on), usual=False),
        Offer("correction", _("correction"), lambda n: n.correction, 40, usual=False),
    ),
)
