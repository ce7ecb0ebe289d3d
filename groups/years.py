"""One year after the other: what may still begin in a year, and the next one opened."""

from django.utils.translation import gettext as _

from groups.models import Cycle
from tools.workflow.errors import Refused


def refuse_closed(cycle: Cycle) -> None:
    """Raises `Refused` where nothing new begins in this year any more."""
    if cycle.is_closed:
        raise Refused(
            _("%(year)s is closed since %(day)s: it can be read, and nothing new begins in it.")
            % {"year": cycle, "day": cycle.closed_on}
        )
