"""Letters that a branch and a holder sign, and what groups and members pledge in public."""

from pledges.models.letters import ResponsibilityLetter
from pledges.models.pledges import Pledge, PledgeItem

__all__ = ["Pledge", "PledgeItem", "ResponsibilityLetter"]
