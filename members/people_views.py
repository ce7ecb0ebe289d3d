"""What happens to a person of the roster: he leaves, comes back, turns out to stand there twice; his data are erased."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import trail
from members.erasing import erase
from members.leaving import come_back, leave
from members.merging import differences, merge
from members.models import Member
from members.people_forms import LeaveForm, MergeForm
from members.roles import TOWNSHIP
from members.scope import reach
from members.shortcuts import must_enter
from tools.workflow.errors import NotMade


def _seen(request: HttpRequest, pk: int) -> Member:
    rows = Member.objects.visible_to(request.user).select_related("branch__village", "lives_in", "user")
    return get_object_or_404(rows, pk=pk)


def _kept_by(request: HttpRequest, pk: int) -> Member:
    """Somebody of the roster, for those who keep it: his branch's village, its liaison officer, the township."""
    member = _seen(request, pk)
    must_enter(request.user, member.branch.village_id)
    return member


def _of_township(request: HttpRequest, pk: int) -> Member:
    member = _seen(request, pk)
    if not reach(request.user).has(TOWNSHIP):
        raise PermissionDenied(_("This is the township's to do."))
    return member


@require_http_methods(["GET", "POST"])
def member_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """He moves away, dies, or leaves otherwise."""
    member = _kept_by(request, pk)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leave(member, form.cleaned_data["how"], form.cleaned_data["on"])
        except NotMade as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("It is recorded. His posts and open applications are settled by the clock within a day.")
            )
            return redirect(member)
    return _form_page(request, form, member, _("Leaves the branch"), _("Record the leaving"))


@require_POST
def member_return(request: HttpRequest, pk: int) -> HttpResponse:
    """He is here again."""
    member = _kept_by(request, pk)
    try:
        come_back(member)
    except NotMade as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s is on the roster again.") % {"name": member})
    return redirect(member)


@require_http_methods(["GET", "POST"])
def member_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Another record of the same person: first what differs, then the yes."""
    member = _of_township(request, pk)
    form = MergeForm(request.POST or None, member=member)
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        other = form.cleaned_data["other"]
        if "sure" not in request.POST:
            more = {"other": other, "differences": differences(member, other)}
        else:
            try:
                merge(member, other)
            except NotMade as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The two records are one now."))
                return redirect(member)
    context = {"member": member, "form": form, **more}
    status = 422 if request.method == "POST" and not more else 200
    return render(request, "members/member_merge.html", context, status=status)


@require_POST
def member_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """The data of somebody who left long ago go."""
    member = _of_township(request, pk)
    try:
        erase(member)
    except NotMade as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The data are erased; what was done stays on record without the name."))
    return redirect(member)


@require_safe
def member_history(request: HttpRequest, pk: int) -> HttpResponse:
    """What was changed on his record, from what to what; for those who keep it, and for himself."""
    member = _seen(request, pk)
    found = reach(request.user)
    if found.member_id != member.pk and not found.sees_contacts_of({member.branch.village_id, member.lives_in_id}):
        raise PermissionDenied(_("The history of a record is for those who keep it."))
    lines = trail.of_member(member, in_full=found.member_id == member.pk)
    return render(request, "members/member_history.html", {"member": member, "lines": lines})


def _form_page(request: HttpRequest, form: Any, member: Member, title: str, verb: str) -> HttpResponse:
    context = {"form": form, "member": member, "title": title, "verb": verb}
    status = 422 if request.method == "POST" else 200
    return render(request, "members/member_form.html", context, status=status)
