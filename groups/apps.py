"""Wires the app into Django."""

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    """Registers the kind of notice that this app needs, its clock job and its invariants."""

    name = "groups"
    verbose_name = _("Responsibility groups")

    def ready(self) -> None:
        """Tell the notices what happens with a list of members proposed for posts, and the upkeep what there is to keep."""
        from groups import upkeep
        from groups.actions import forget_words, lead_with_account
        from groups.notice_kind import PLACEMENTS
        from groups.paper_kinds import APPLICATION_FORM, NOMINATION_SLIP, SIGN_IN, TALLY, forget_papers
        from groups.years import STILL_OPEN, applications_open
        from members.actions import ON_ACCOUNT
        from members.erasing import FOLLOWS
        from notices.kinds import register
        from tools.papers import kinds
        from tools.upkeep import invariants, jobs

        register(PLACEMENTS)
        STILL_OPEN.append(applications_open)
        kinds.PAGES["members.village"] = lambda village: reverse("groups:scheme", args=[village.code])
        for paper in (APPLICATION_FORM, NOMINATION_SLIP, SIGN_IN, TALLY):
            kinds.register(paper)
        ON_ACCOUNT.append(lead_with_account)
        FOLLOWS.extend((forget_words, forget_papers))
        jobs.register("groups.settle_left", upkeep.settle_left)
        jobs.register("groups.relieve_gone", upkeep.relieve_gone)
        invariants.register("groups.seats_within_posts", upkeep.seats_within_posts)
        invariants.register("groups.placements_fit_applications", upkeep.placements_fit_applications)
        invariants.register("groups.lines_fit_applications", upkeep.lines_fit_applications)
        invariants.register("groups.steps_are_recorded", upkeep.steps_are_recorded)
        invariants.register("groups.ballots_fit_meetings", upkeep.ballots_fit_meetings)
