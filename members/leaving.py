"""Who leaves the branch, dies, or comes back; and what goes with him."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Member, Office
from tools import clock
from tools.workflow.errors import Refused


@transaction.atomic
def leave(member: Member, how: str, on: dt.date) -> None:
    """Record that he moved away, died or left otherwise on a day, his last one here.

    His offices end with it; his posts and open applications are settled by the clock, which finds everybody who has left.
    Refused while he holds a mandate: somebody else takes it over first. A leader's mandate ends with his post.
    """
    member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if member.left_on:
        raise Refused(_("%(name)s has left already, on %(day)s.") % {"name": member, "day": member.left_on})
    if on > clock.today():
        raise Refused(_("The day lies in the future; enter it when it has come."))
    if member.joined > on.isoformat():
        raise Refused(_("He joined the Party after that day; look at the year."))
    if mandate := member.acts_as(clock.today()):
        where = mandate.village or _("the whole town")
        raise Refused(
            _("%(name)s still acts as %(role)s for %(where)s. The township gives this to somebody else first.")
            % {"name": member, "role": mandate.get_role_display(), "where": where}
        )
    Office.objects.filter(member=member).end(on)
    member.left_on, member.left_how = on, how
    member.save()


@transaction.atomic
def come_back(member: Member) -> None:
    """He is here again: his record goes on, his posts do not. Refused for whoever died and for whoever never left."""
    member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if not member.left_on:
        raise Refused(_("%(name)s has not left.") % {"name": member})
    if member.is_erased:
        raise Refused(_("His data were erased; enter him anew."))
    member.left_on, member.left_how = None, ""
    member.save()


def undo_of(how: str) -> Any:
    """The word on the button that takes a leaving back: a death can only have been typed by mistake."""
    return _("Entered by mistake: he is here") if how == Member.Left.DIED else _("He came back")
