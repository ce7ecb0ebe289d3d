"""What all sheets of the town have in common."""

from members.models import Township
from tools.exchange.resource import SheetResource


class TownSheet(SheetResource):
    """A sheet of the town's records: roster, offices, villages, branches."""

    def lock_first(self) -> None:
        """One import of the town at a time."""
        Township.objects.select_for_update().get(pk=1)
