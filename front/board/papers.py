"""What a village hangs on its wall: the sheet of its posts, the plate with the code, the card of somebody on a post.

Only what the public page shows stands on them, from the same values.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from front.board.reads import ZoneGroup
from members.models import Village
from tools.papers.address import on_paper
from tools.papers.qr import qr_image

LONG, LONGER = 66, 115
"""Characters of duties from which the card sets them in smaller type, so that it stays one card."""


@dataclass(frozen=True)
class Card:
    """岗位明白卡: who serves on which post, what for, and whom to ring."""

    zone: str
    group: str
    post: str
    name: str
    duties: str
    post_pk: int
    seat: int

    @property
    def length(self) -> str:
        """How long the duties are: the class by which they are set."""
        return "longer" if len(self.duties) > LONGER else "long" if len(self.duties) > LONG else "short"

    @property
    def name_length(self) -> str:
        """A name of another people, or with a label, is long: it is set smaller."""
        return "long" if len(self.name) > 5 else "short"


def cards_of(groups: list[ZoneGroup]) -> list[Card]:
    """A card for everybody who is on a post today, in the order of the page."""
    return [
        Card(
            zone=group.zone,
            group=_("%(zone)s group") % {"zone": group.title},
            post=_("Group leader") if post.is_leader else post.name,
            name=holder["name"],
            duties=post.duties,
            post_pk=post.pk,
            seat=holder["seat"],
        )
        for group in groups
        for post in group.posts
        for holder in post.holders
    ]


def page_on_paper(request: HttpRequest, code: str) -> str:
    """The whole address of the village's page."""
    return on_paper(request, reverse("board:village", args=[code]))


def wall(request: HttpRequest, village: dict[str, Any]) -> dict[str, Any]:
    """What stands on every paper of a village: its page's code, and its address, as short as it can be typed."""
    code = village["code"]
    full = page_on_paper(request, code)
    is_alone = Village.objects.filter(code__endswith=code[-3:]).count() == 1
    typed = on_paper(request, reverse("board:short", args=[code[-3:]])) if is_alone else full
    return {"village": village, "qr": qr_image(full, scale=10), "typed": typed.partition("://")[2].rstrip("/")}
