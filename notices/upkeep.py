"""What must be true of notices and objections at any time."""

from collections.abc import Iterator

from django.db.models import F

from notices.models import Line, Notice, Objection
from notices.moves import WAITING, NoticeState, ObjectionState
from tools.upkeep.invariants import Finding


def posted_lists_are_frozen() -> Iterator[Finding]:
    """What went up has a period and lines, and each line keeps what was public of it."""
    up = Notice.objects.exclude(state=NoticeState.DRAFTED)
    for pk in up.filter(lines=None).values_list("pk", flat=True):
        yield "notices.notice", pk, "it went up without a line"
    for pk in up.filter(ends_on=None).values_list("pk", flat=True):
        yield "notices.notice", pk, "it went up, but its period is not kept"
    for pk in Line.objects.filter(notice__in=up, columns={}).values_list("pk", flat=True):
        yield "notices.line", pk, "it went up, but what was public of it is not kept"


def objections_are_answered() -> Iterator[Finding]:
    """What was looked into has a finding with its day; a line objected to stands on the notice objected to."""
    settled = Objection.objects.exclude(state__in=WAITING) | Objection.objects.filter(state=ObjectionState.SUSPENDED)
    for pk in (settled.filter(finding="") | settled.filter(found_on=None)).values_list("pk", flat=True):
        yield "notices.objection", pk, "it was looked into, but no finding is kept"
    unexplained = Objection.objects.filter(state=ObjectionState.DECLINED, ground="")
    for pk in unexplained.values_list("pk", flat=True):
        yield "notices.objection", pk, "it was not taken up, but no reason is kept"
    for pk in Objection.objects.exclude(line=None).exclude(line__notice=F("notice")).values_list("pk", flat=True):
        yield "notices.objection", pk, "its line stands on another notice"
