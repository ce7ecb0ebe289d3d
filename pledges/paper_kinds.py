"""The papers that come back of letters and pledges: a photo of the signed sheet. Both are optional, none is ever public."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.papers import as_the_thing, may_enter
from pledges.models import Pledge, ResponsibilityLetter
from pledges.moves import LETTER, PLEDGE
from tools.papers.actions import remove
from tools.papers.kinds import Kind, Subject
from tools.papers.models import Scan


def _letters() -> Any:
    return ResponsibilityLetter.objects.select_related(*LETTER.related)


def _pledges() -> Any:
    return Pledge.objects.select_related(*PLEDGE.related)


SIGNED_LETTER = Kind(
    code="signed_letter",
    label=_("signed responsibility letter"),
    on={
        "pledges.responsibilityletter": Subject(
            seen_by=as_the_thing(_letters), may_add=may_enter, step=lambda _letter, _variant: "sign"
        )
    },
)
SIGNED_PLEDGE = Kind(
    code="signed_pledge",
    label=_("signed pledge"),
    on={
        "pledges.pledge": Subject(
            seen_by=as_the_thing(_pledges), may_add=may_enter, step=lambda _pledge, _variant: "audit"
        )
    },
)


def forget_papers(member: Any, names: list[str]) -> None:
    """Remove the photos of somebody's letters and pledges once his data are erased; that they were there stays."""
    letters = ResponsibilityLetter.objects.filter(placement__member=member).values("pk")
    pledges = Pledge.objects.filter(member=member).values("pk")
    with translation.override(settings.LANGUAGE_CODE):
        for label, keys in (("pledges.responsibilityletter", letters), ("pledges.pledge", pledges)):
            remove(Scan.objects.here().filter(model=label, object_id__in=keys), _t("his data were erased"))
