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
        from members.models import Village
        from tools.papers import kinds
        from tools.papers import upkeep as papers
        from tools.papers.word.keeping import templates_can_be_filled
        from tools.upkeep import invariants, jobs

        kinds.HOMES.append(lambda user: Village.objects.entered_by(user).order_by("code"))
        jobs.register("papers.sweep", papers.sweep)
        invariants.register("papers.every_scan_has_its_file", papers.every_scan_has_its_file)
        invariants.register("papers.every_file_has_its_scan", papers.every_file_has_its_scan)
        invariants.register("papers.every_scan_has_its_thing", papers.every_scan_has_its_thing)
        invariants.register("papers.templates_can_be_filled", templates_can_be_filled)
        jobs.register("members.forget_uploads", upkeep.forget_uploads)
        invariants.register("members.one_township", upkeep.one_township)
        invariants.register("members.people_can_be_found", upkeep.people_can_be_found)
