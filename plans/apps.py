"""Wires the app into Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Names the app, and tells the tools below what this app has for them."""

    name = "plans"
    verbose_name = _("Years' plans")

    def ready(self) -> None:
        """The papers of a plan, what is true of plans at any time, and what goes with somebody's data."""
        from groups.years import STILL_OPEN
        from members.erasing import FOLLOWS
        from plans import upkeep
        from plans.actions import forget_names, plans_open
        from plans.paper_kinds import PLAN_SHEET, STEP_SHEET
        from tools.papers import kinds
        from tools.upkeep import invariants

        STILL_OPEN.append(plans_open)
        for paper in (PLAN_SHEET, STEP_SHEET):
            kinds.register(paper)
        FOLLOWS.append(forget_names)
        invariants.register("plans.plans_have_their_votes", upkeep.plans_have_their_votes)
        invariants.register("plans.goals_are_settled_with_a_day", upkeep.goals_are_settled_with_a_day)
        invariants.register("plans.goals_are_given_within_the_village", upkeep.goals_are_given_within_the_village)
