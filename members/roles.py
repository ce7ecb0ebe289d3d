"""The names of what a person may be. To the engine they are opaque words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tools.workflow.engine import CLOCK


class Role(models.TextChoices):
    """What a Mandate gives."""

    TOWNSHIP = "township", _("township administrator")
    LIAISON = "liaison", _("village liaison officer")
    VIEWER = "viewer", _("viewer")
    SECRETARY = "secretary", _("village party secretary")
    CLERK = "clerk", _("village clerk")
    LEADER = "leader", _("group leader")


TOWNSHIP, LIAISON, VIEWER, SECRETARY, CLERK, LEADER = (role.value for role in Role)

# Words that no mandate gives: they follow from the thing itself.
MEMBER = "member"
"""The thing is the person's own."""
OWN = "own"
"""The thing decides on the person himself: such a one never decides it."""
INSTEAD = "instead"
"""The township, where the thing decides on the village's secretary, or where no village could decide."""
SENDER = "sender"
"""Who enters for the village that a transfer leaves, while another one decides."""

ENTERERS = (CLERK, SECRETARY, LIAISON, TOWNSHIP)
"""Who may type what is on paper: the village's own people, and for them the liaison and the township (marked in the trail)."""
FOR_ANOTHER = frozenset({LIAISON, TOWNSHIP})
"""Those of them who type for a village that is not their own."""

IN_VILLAGES = frozenset({LIAISON, SECRETARY, CLERK})
SEES_ALL = frozenset({TOWNSHIP, VIEWER})

__all__ = ["CLERK", "CLOCK", "ENTERERS", "FOR_ANOTHER", "INSTEAD", "IN_VILLAGES", "LEADER", "LIAISON", "MEMBER", "OWN",
           "SECRETARY", "SEES_ALL", "SENDER", "TOWNSHIP", "VIEWER", "Role"]  # fmt: skip
