"""Wires the app into Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Names the app in the admin."""

    name = "members"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        """Tell the upkeep what the clock does here, and what must be true at any time."""
        from members import upkeep
        from tools.upkeep import invariants, jobs

        jobs.register("members.forget_uploads", upkeep.forget_uploads)
        invariants.register("members.one_township", upkeep.one_township)
        invariants.register("members.people_can_be_found", upkeep.people_can_be_found)
