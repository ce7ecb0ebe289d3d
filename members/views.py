"""The roster and the mandates at the desk."""

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.actions import create_account, give_mandate, note_telephone_shown, reset_password, take_mandate
from members.erasing import due_from
from members.filters import page_of
from members.forms import AccountForm, MandateFilter, MandateForm, RosterFilter
from members.leaving import undo_of
from members.models import Mandate, Member, Office
from members.roles import TOWNSHIP
from members.scope import reach
from members.sheets_out import may_take_roster, roster
from tools import clock
from tools.exchange.views import sheet_out
from tools.workflow.errors import Refused


@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    """The roster within one's scope."""
    asked, rows = _listed(request)
    context = {
        "page": page_of(request, rows.prefetch_related("specialities")),
        "filter": asked,
        "may_take": may_take_roster(request.user),
    }
    return render(request, "members/member_list.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def member_export(request: HttpRequest) -> HttpResponse:
    """The same members as a sheet, which comes in again."""
    if not may_take_roster(request.user):
        raise PermissionDenied(_("The roster is for the township and for those who work in a village."))
    asked, rows = _listed(request)
    sheet, rows = roster(request.user), rows.with_sheet(clock.today())
    return sheet_out(request, sheet, rows, reverse("members:member_list"), asked.in_words)


def _listed(request: HttpRequest) -> tuple[RosterFilter, QuerySet[Member]]:
    asked = RosterFilter(request)
    rows = asked.applied_to(Member.objects.visible_to(request.user))
    return asked, rows.select_related("branch", "lives_in")


@require_http_methods(["GET", "HEAD", "POST"])
def member_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A member's own facts. Telephone and exemption only for those who work with people, and for himself.

    The telephone is masked until its button is pressed, and that is written down.
    """
    rows = Member.objects.visible_to(request.user).select_related("branch__village", "lives_in", "user")
    member = get_object_or_404(rows.prefetch_related("specialities"), pk=pk)
    found = reach(request.user)
    is_self = found.member_id == member.pk
    shows_contacts = is_self or found.sees_contacts_of({member.branch.village_id, member.lives_in_id})
    if request.method == "POST":
        if not shows_contacts:
            raise PermissionDenied(_("Telephones are for those who work with these people."))
        note_telephone_shown(request.user, member)
    context = {
        "member": member,
        "offices_now": Office.objects.visible_to(request.user).filter(member=member).held_on(clock.today()),
        "shows_contacts": shows_contacts,
        "in_full": is_self or request.method == "POST",
        "may_edit": found.edits_records_of(member.branch.village_id),
        "keeps_accounts": found.has(TOWNSHIP),
        "keeps_roster": found.enters_for(member.branch.village_id),
        "return_words": undo_of(member.left_how),
        "erased_from": due_from(member) if found.has(TOWNSHIP) else None,
        "today": clock.today(),
    }
    return render(request, "members/member_detail.html", context)


def _township_only(request: HttpRequest) -> None:
    """Rights are given by the township alone, and not by the maintainer."""
    if not reach(request.user).has(TOWNSHIP):
        raise PermissionDenied(_("Mandates and accounts are the township's."))


@require_safe
def mandate_list(request: HttpRequest) -> HttpResponse:
    """Who may act for whom: the mandates in force, and those that begin later."""
    if not reach(request.user).is_staff_of_town:
        raise PermissionDenied(_("Mandates and accounts are the township's."))
    asked = MandateFilter(request)
    rows = asked.applied_to(Mandate.objects.visible_to(request.user).not_over(clock.today()))
    page = page_of(request, rows.select_related("user", "village").order_by("role", "village__code", "pk"))
    context = {"page": page, "filter": asked, "today": clock.today(), "may_give": reach(request.user).has(TOWNSHIP)}
    return render(request, "members/mandate_list.html", context)


@require_http_methods(["GET", "POST"])
def mandate_new(request: HttpRequest) -> HttpResponse:
    """Give a right to an account."""
    _township_only(request)
    form = MandateForm(request.POST or None, initial={"starts_on": clock.today(), **_chosen_user(request)})
    if request.method == "POST" and form.is_valid():
        mandate = give_mandate(**form.cleaned_data)
        messages.success(
            request, _("%(user)s is now %(role)s.") % {"user": mandate.user, "role": mandate.get_role_display()}
        )
        return redirect("members:mandate_list")
    status = 422 if request.method == "POST" else 200
    return render(request, "members/mandate_form.html", {"form": form}, status=status)


def _chosen_user(request: HttpRequest) -> dict[str, Any]:
    return {"user": get_user_model().objects.filter(username=request.GET.get("user", "")).first()}


@require_POST
def mandate_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a right away; it is gone with the next request of its holder."""
    mandate = get_object_or_404(Mandate.objects.visible_to(request.user).filter(taken_at=None), pk=pk)
    _township_only(request)
    if mandate.user_id == request.user.pk and mandate.role == TOWNSHIP:
        raise PermissionDenied(_("Nobody takes his own mandate of the township: another administrator does."))
    take_mandate(mandate)
    messages.success(
        request, _("%(user)s is no longer %(role)s.") % {"user": mandate.user, "role": mandate.get_role_display()}
    )
    return redirect("members:mandate_list")


@never_cache
@require_http_methods(["GET", "POST"])
def account_new(request: HttpRequest) -> HttpResponse:
    """A new account and its slip, shown once."""
    _township_only(request)
    people = Member.objects.visible_to(request.user).here().filter(user=None)
    wanted = request.GET.get("member") or request.POST.get("member") or ""
    member = get_object_or_404(people, pk=int(wanted)) if re.fullmatch("[0-9]{1,9}", wanted) else None
    form = AccountForm(request.POST or None, initial={"member": member and member.pk, "name": member and member.name})
    if request.method == "POST" and form.is_valid():
        try:
            user, password = create_account(
                form.cleaned_data["username"], form.cleaned_data["name"], member, request.user
            )
        except Refused as error:
            form.add_error("username", str(error))
        else:
            return render(request, "members/account_slip.html", {"account": user, "password": password})
    status = 422 if request.method == "POST" else 200
    return render(request, "members/account_form.html", {"form": form, "member": member}, status=status)


@never_cache
@require_POST
def account_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """A new first password for an account, on a slip that is shown once and stored nowhere."""
    _township_only(request)
    account = get_object_or_404(get_user_model().objects.filter(is_active=True, is_superuser=False), pk=pk)
    return render(
        request, "members/account_slip.html", {"account": account, "password": reset_password(account, request.user)}
    )
