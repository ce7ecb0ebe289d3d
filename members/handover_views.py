"""The secretary's office at the township's desk: hand-over, change of term, slips with first passwords."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members.actions import reset_password
from members.handover import Slip, change_terms, hand_over
from members.handover_forms import HandoverForm, SlipsForm, TermForm
from members.models import Mandate, Member, Village
from members.roles import TOWNSHIP
from members.scope import reach
from tools import clock
from tools.workflow.errors import Refused


def _own(request: HttpRequest, code: str) -> Village:
    """The village, for the township alone; what is not seen is not there."""
    village = get_object_or_404(Village.objects.visible_to(request.user), code=code)
    _township_only(request)
    return village


def _township_only(request: HttpRequest) -> None:
    if not reach(request.user).has(TOWNSHIP):
        raise PermissionDenied(_("Mandates and accounts are the township's."))


def _slips(request: HttpRequest, slips: list[Slip]) -> HttpResponse:
    return render(request, "members/slips.html", {"slips": slips})


@never_cache
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, code: str) -> HttpResponse:
    """One village: the next secretary, or who stands in; then the slip of his account."""
    village = _own(request, code)
    form = HandoverForm(request.POST or None, village=village)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            return _slips(request, [hand_over(village, said["member"], said["on"], request.user, said["until"])])
        except Refused as error:
            form.add_error(None, str(error))
    present = Member.objects.filter(
        pk__in=[pk for where, pk in Member.objects.secretaries(clock.today()) if where == village.pk]
    )
    context = {"form": form, "village": village, "present": present}
    return render(request, "members/handover_form.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def term_change(request: HttpRequest) -> HttpResponse:
    """All villages on one page, at a change of term."""
    _township_only(request)
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _slips(request, change_terms(form.chosen(), form.cleaned_data["on"], request.user))
        except Refused as error:
            form.add_error(None, str(error))
    status = 422 if request.method == "POST" else 200
    return render(request, "members/term_form.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def village_slips(request: HttpRequest, code: str) -> HttpResponse:
    """New first passwords for the accounts of one village, on one sheet."""
    village = _own(request, code)
    form = SlipsForm(request.POST or None, accounts=_accounts_of(village))
    if request.method == "POST" and form.is_valid():
        accounts = form.cleaned_data["accounts"].order_by("username")
        return _slips(request, [Slip(user, reset_password(user, request.user), village) for user in accounts])
    context = {"form": form, "village": village}
    return render(request, "members/slips_form.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def unused_slips(request: HttpRequest) -> HttpResponse:
    """New slips for everybody in the town who has not signed in yet: the first ones were lost, or never printed."""
    _township_only(request)
    form = SlipsForm(request.POST or None, accounts=_never_used())
    if request.method == "POST" and form.is_valid():
        accounts = list(form.cleaned_data["accounts"])
        given = Mandate.objects.not_over(clock.today()).filter(user__in=accounts).select_related("village")
        where = {mandate.user_id: mandate.village for mandate in given}
        slips = [Slip(user, reset_password(user, request.user), where.get(user.pk)) for user in accounts]
        return _slips(request, slips)
    status = 422 if request.method == "POST" else 200
    return render(request, "members/slips_form.html", {"form": form}, status=status)


def _never_used() -> QuerySet[Any]:
    found = get_user_model().objects.filter(is_active=True, is_superuser=False, last_login=None)
    return found.filter(must_change_password=True).order_by("username")


def _accounts_of(village: Village) -> QuerySet[Any]:
    """Who has a mandate there and nowhere else for the town, and the village's members with an account."""
    here = Mandate.objects.not_over(clock.today()).filter(village=village).values("user")
    members = Member.objects.here().of_village(village.pk).filter(user__isnull=False).values("user")
    found = get_user_model().objects.filter(is_active=True, is_superuser=False)
    of_town = Mandate.objects.not_over(clock.today()).filter(village=None).values("user")
    return (found.filter(pk__in=here) | found.filter(pk__in=members)).exclude(pk__in=of_town).order_by("username")
