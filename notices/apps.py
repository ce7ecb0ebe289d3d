"""Wires the app into Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Names the app in the admin."""

    name = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        """Tell the upkeep what must be true here at any time."""
        from members.erasing import FOLLOWS
        from notices import upkeep
        from notices.actions import forget_names
        from notices.documents import NOTICE
        from notices.paper_kinds import LETTER, ON_THE_WALL
        from tools.papers import kinds
        from tools.papers.word import register
        from tools.upkeep import invariants

        kinds.register(ON_THE_WALL)
        kinds.register(LETTER)
        register.register(NOTICE)
        FOLLOWS.append(forget_names)
        invariants.register("notices.posted_lists_are_frozen", upkeep.posted_lists_are_frozen)
        invariants.register("notices.objections_are_answered", upkeep.objections_are_answered)
