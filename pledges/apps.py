"""Wires the app into Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PledgesConfig(AppConfig):
    """Names the app, and tells the tools below what this app has for them."""

    name = "pledges"
    verbose_name = _("Letters and pledges")

    def ready(self) -> None:
        """The papers and documents, the clock's jobs, what is always true, and what goes with somebody's data."""
        from groups.years import STILL_OPEN
        from members.erasing import FOLLOWS
        from pledges import upkeep
        from pledges.actions import forget_words, pledges_open
        from pledges.paper_kinds import SIGNED_LETTER, SIGNED_PLEDGE, forget_papers
        from pledges.word_files import BOTH, LETTER, PLEDGE
        from tools.papers import kinds
        from tools.papers.word import register
        from tools.upkeep import invariants, jobs

        STILL_OPEN.append(pledges_open)
        for document in (LETTER, PLEDGE, BOTH):
            register.register(document)
        for paper in (SIGNED_LETTER, SIGNED_PLEDGE):
            kinds.register(paper)
        FOLLOWS.extend((forget_words, forget_papers))
        jobs.register("pledges.end_letters", upkeep.end_letters)
        jobs.register("pledges.withdraw_of_gone", upkeep.withdraw_of_gone)
        invariants.register("pledges.letters_are_signed_by_both", upkeep.letters_are_signed_by_both)
        invariants.register("pledges.items_fit_their_pledges", upkeep.items_fit_their_pledges)
        invariants.register("pledges.public_pledges_were_published", upkeep.public_pledges_were_published)
