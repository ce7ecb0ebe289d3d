"""What the clock does with letters and pledges, and what must be true of them at any time."""

import logging
from collections.abc import Iterator

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from pledges.models import Pledge, PledgeItem, ResponsibilityLetter
from pledges.moves import LETTER, PLEDGE
from tools import clock
from tools.upkeep.invariants import Finding
from tools.workflow.errors import NotMade

logger = logging.getLogger(__name__)


def end_letters() -> int:
    """Letters end with the post that they are about, and with their year; how many did."""
    done = 0
    for letter in ResponsibilityLetter.objects.of_posts_left(clock.today()).select_related(*LETTER.related):
        try:
            LETTER.perform(letter, "end", actor=None, data={"reason": _why(letter)})
            done += 1
        except NotMade as error:
            logger.warning("letter %s: %s", letter.pk, error)
    return done


def _why(letter: ResponsibilityLetter) -> str:
    """Data, so in the town's language."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("The post was left.") if letter.placement.over_on else _("The year is over.")


def withdraw_of_gone() -> int:
    """The pledge of somebody who has left the branch or died is taken back; how many were."""
    done = 0
    with translation.override(settings.LANGUAGE_CODE):
        reason = _("He left the village or the branch; the pledge is taken back with it.")
    for pledge in Pledge.objects.of_gone(clock.today()).select_related(*PLEDGE.related):
        try:
            PLEDGE.perform(pledge, "withdraw", actor=None, data={"reason": reason})
            done += 1
        except NotMade as error:
            logger.warning("pledge %s: %s", pledge.pk, error)
    return done


def letters_are_signed_by_both() -> Iterator[Finding]:
    """A letter that is signed bears both days; one that waits bears none."""
    wrong = ResponsibilityLetter.objects.filter(
        Q(state="signed", member_signed_on=None) | Q(state="prepared", member_signed_on__isnull=False)
    )
    for pk in wrong.values_list("pk", flat=True):
        yield "pledges.responsibilityletter", pk, "state and signatures do not fit"


def items_fit_their_pledges() -> Iterator[Finding]:
    """An item is settled with a day, and only of a pledge that was published; its goal is its village's."""
    settled = PledgeItem.objects.filter(state__in=("done", "not_done"))
    for pk in settled.filter(settled_on=None).values_list("pk", flat=True):
        yield "pledges.pledgeitem", pk, "is settled without a day"
    moved = PledgeItem.objects.exclude(state="going").filter(pledge__published_on=None)
    for pk in moved.values_list("pk", flat=True):
        yield "pledges.pledgeitem", pk, "was worked on before its pledge was published"
    foreign = PledgeItem.objects.filter(goal__isnull=False).exclude(goal__plan__village=F("pledge__village"))
    for pk in foreign.values_list("pk", flat=True):
        yield "pledges.pledgeitem", pk, "answers another village's goal"


def public_pledges_were_published() -> Iterator[Finding]:
    """A pledge that the board shows has its day and its items."""
    shown = Pledge.objects.filter(state__in=("public", "closed"))
    for pk in shown.filter(Q(published_on=None) | Q(items=None)).values_list("pk", flat=True).distinct():
        yield "pledges.pledge", pk, "is public without a day or without an item"
