"""Wires the app into Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Names the app in the admin."""

    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Tell the upkeep what must be true here at any time, and the roster what goes with somebody's data."""
        from meetings import upkeep
        from meetings.actions import forget_names
        from members.erasing import FOLLOWS
        from tools.upkeep import invariants

        FOLLOWS.append(forget_names)
        invariants.register("meetings.rules_are_there", upkeep.rules_are_there)
