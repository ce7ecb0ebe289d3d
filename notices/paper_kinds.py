"""Papers of notices: the photo of the list on the wall, and the letter by which somebody objects. Both are optional."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from members.papers import as_the_thing, may_enter
from members.roles import TOWNSHIP
from members.scope import reach
from notices.models import Notice, Objection
from tools.papers.kinds import Kind, Subject


def _went_up(user: Any, notice: Notice) -> bool:
    """A draft may still be thrown away, and hangs on no wall."""
    return notice.opened_on is not None and may_enter(user, notice)


def _of_the_town(user: Any, _objection: Objection) -> bool:
    return reach(user).has(TOWNSHIP)


ON_THE_WALL = Kind(
    code="on_the_wall",
    label=_("photo of the notice on the wall"),
    on={
        "notices.notice": Subject(
            seen_by=as_the_thing(lambda: Notice.objects.select_related("village")),
            may_add=_went_up,
            step=lambda _notice, _variant: "open",
        )
    },
)
LETTER = Kind(
    code="letter",
    label=_("letter of an objection"),
    remark=_("Only the township sees it; the village never does."),
    on={
        "notices.objection": Subject(
            seen_by=as_the_thing(lambda: Objection.objects.select_related("notice", "line")), may_add=_of_the_town
        )
    },
)
