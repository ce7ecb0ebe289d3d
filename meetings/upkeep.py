"""What must be true of meetings at any time."""

from collections.abc import Iterator

from meetings.models import QuorumRule
from tools.upkeep.invariants import Finding


def rules_are_there() -> Iterator[Finding]:
    """Each family of meetings has its rule: without it no vote could be counted."""
    there = set(QuorumRule.objects.values_list("family", flat=True))
    for family in QuorumRule.Family.values:
        if family not in there:
            yield "meetings.quorumrule", family, "there is no rule"
