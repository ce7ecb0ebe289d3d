"""The kinds of paper of the procedure: for which things they are printed, who sees them, to which step their photo comes back."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from groups import papers
from groups.models import Application
from groups.moves import APPLICATION
from meetings.models import Meeting
from members.models import Village
from members.papers import as_the_thing, may_enter, of_office
from tools.papers.actions import remove
from tools.papers.kinds import Kind, Subject, Variant
from tools.papers.models import Scan

LATEST = 30
"""So many things a photo may be moved to: the newest."""
OFFICE_ONLY = _(
    "Names of residents may stand on it: only the village's office, its liaison officer and the township see it."
)


def _applications() -> Any:
    return Application.objects.select_related(*APPLICATION.related)


def _meetings() -> Any:
    return Meeting.objects.select_related("village")


def _village_of(thing: Any) -> int:
    return thing.locus().village_id


def _its_applications(user: Any, thing: Any) -> Iterable[Application]:
    """Those of the same village, the newest first."""
    return _applications().visible_to(user).filter(post__group__village=_village_of(thing)).order_by("-pk")[:LATEST]


def _its_meetings(user: Any, thing: Any) -> Iterable[Meeting]:
    return _meetings().visible_to(user).filter(village=_village_of(thing))[:LATEST]


def _application_variants(application: Application) -> list[Variant]:
    return [("", _("Print the application form"))] if application.state not in ("declined", "withdrawn") else []


def _slip_variants(application: Application) -> list[Variant]:
    return [("", _("Print nomination slips"))] if application.state in ("drafted", "applied", "returned") else []


def _sign_in_variants(_village: Village) -> list[Variant]:
    return [
        ("representatives", _("Sign-in sheet: representatives")),
        ("assembly", _("Sign-in sheet: branch assembly")),
        ("committee", _("Sign-in sheet: branch committee")),
    ]


seen_villages = of_office(lambda: Village.objects.all(), "pk")
seen_meetings = of_office(_meetings, "village")
APPLICATION_FORM = Kind(
    code="application_form",
    label=_("application form"),
    template="groups/paper_application.html",
    on={
        "groups.application": Subject(
            seen_by=as_the_thing(_applications),
            may_add=may_enter,
            variants=_application_variants,
            sheet=papers.application_form,
            step=lambda *_a: "apply",
            places=_its_applications,
        ),
        "members.village": Subject(
            seen_by=seen_villages,
            may_add=may_enter,
            variants=lambda _v: [("", _("Blank application form"))],
            sheet=papers.application_form,
            step=lambda *_a: "apply",
            places=_its_applications,
            asks=True,
        ),
    },
)
NOMINATION_SLIP = Kind(
    code="nomination_slip",
    label=_("nomination slip"),
    template="groups/paper_slips.html",
    remark=OFFICE_ONLY,
    on={
        "groups.application": Subject(
            seen_by=of_office(_applications, "post__group__village"),
            may_add=may_enter,
            variants=_slip_variants,
            sheet=papers.nomination_slip,
            step=lambda *_a: "nominate",
            places=_its_applications,
        ),
        "members.village": Subject(
            seen_by=seen_villages,
            may_add=may_enter,
            variants=lambda _v: [
                ("waiting", _("Nomination slips with all who applied")),
                ("blank", _("Blank nomination slips")),
            ],
            sheet=papers.nomination_slip,
            step=lambda *_a: "nominate",
            places=_its_applications,
            asks=True,
        ),
    },
)
SIGN_IN = Kind(
    code="sign_in",
    label=_("sign-in sheet"),
    template="groups/paper_sign_in.html",
    remark=OFFICE_ONLY,
    on={
        "meetings.meeting": Subject(
            seen_by=seen_meetings,
            may_add=may_enter,
            variants=lambda _m: [("", _("Print the sign-in sheet"))],
            sheet=papers.sign_in,
            step=papers.step_of_tally,
            places=_its_meetings,
        ),
        "members.village": Subject(
            seen_by=seen_villages,
            may_add=may_enter,
            variants=_sign_in_variants,
            sheet=papers.sign_in,
            step=lambda _v, variant: "review" if variant == "representatives" else "confirm",
            places=_its_meetings,
            asks=True,
        ),
    },
)
TALLY = Kind(
    code="tally",
    label=_("tally sheet"),
    template="groups/paper_tally.html",
    on={
        "meetings.meeting": Subject(
            seen_by=as_the_thing(_meetings),
            may_add=may_enter,
            variants=lambda _m: [("", _("Print the tally sheet"))],
            sheet=papers.tally,
            step=papers.step_of_tally,
            places=_its_meetings,
        ),
        "members.village": Subject(
            seen_by=seen_villages,
            may_add=may_enter,
            variants=lambda _v: [
                ("review", _("Tally sheet: review by the representatives")), ("confirm", _("Tally sheet: vote of the branch")),
            ],
            sheet=papers.tally,
            step=papers.step_of_tally,
            places=_its_meetings,
            asks=True,
        ),
    },
)  # fmt: skip


def forget_papers(member: Any, names: list[str]) -> None:
    """Remove the photos of somebody's application papers once his data are erased; that they were there stays."""
    keys = Application.objects.filter(member=member).values("pk")
    with translation.override(settings.LANGUAGE_CODE):
        remove(Scan.objects.here().filter(model="groups.application", object_id__in=keys), _t("his data were erased"))
