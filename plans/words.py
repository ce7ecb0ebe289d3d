"""What is said of a plan: its six steps with what was recorded at each."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from groups.models import Cycle
from members.models import Village
from plans.models import Plan, Publication, Resolution

STEPS = (
    ("propose", _("1 The branch proposes")),
    ("discuss", _("2 The two committees discuss")),
    ("examine", _("3 The members' assembly examines")),
    ("decide", _("4 The representatives decide")),
    ("publish", _("5 The decision is published")),
    ("report", _("6 The result is published")),
)
"""四议两公开: the four deliberations and the two publications, as the register counts them."""


def proposed_title(village: Village, cycle: Cycle) -> str:
    """What a plan is called unless somebody calls it otherwise."""
    return _t("Plan of %(village)s for %(year)s") % {"village": village, "year": cycle.year}


@dataclass(frozen=True)
class Step:
    """One of the six: what was recorded of it in this round. `status` is done, now or ahead."""

    name: str
    label: Any
    status: str
    vote: Resolution | None = None
    publication: Publication | None = None

    @property
    def day(self) -> Any:
        """The day of the meeting, or of the publication; None where neither was."""
        return self.vote.meeting.held_on if self.vote else self.publication.published_on if self.publication else None

    @property
    def share(self) -> str:
        """In favour of those present, in hundredths, as the sheet asks; empty without a vote."""
        return f"{self.vote.in_favour * 100 / self.vote.present:.0f}%" if self.vote and self.vote.present else ""


def steps_of(plan: Plan) -> list[Step]:
    """The six steps of a plan in this round; two queries."""
    votes = {row.step: row for row in plan.resolutions.filter(round=plan.round).select_related("meeting__village")}
    told = {row.step: row for row in plan.publications.all()}
    found, reached = [], True
    for name, label in STEPS:
        vote, publication = votes.get(name), told.get(name)
        is_done = bool(vote or publication)
        status = "done" if is_done else "now" if reached and plan.state != "withdrawn" else "ahead"
        found.append(Step(name, label, status, vote, publication))
        reached = is_done
    return found


def earlier_votes(plan: Plan) -> list[Resolution]:
    """The votes of rounds that were sent back, and those that failed: they stay readable."""
    return list(plan.resolutions.exclude(round=plan.round).select_related("meeting").order_by("round", "pk"))
