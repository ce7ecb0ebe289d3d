"""Transfers between branches: asked for at a member's page, listed for both sides, decided by the receiving one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members.filters import page_of
from members.models import Member, Transfer
from members.people_forms import TransferForm
from members.scope import reach
from members.shortcuts import must_enter
from members.transfers import ask
from tools.workflow.errors import NotMade


@require_http_methods(["GET", "POST"])
def transfer_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask another branch to take him in; the same sending twice asks once."""
    rows = Member.objects.visible_to(request.user).select_related("branch__village", "lives_in", "user")
    member = get_object_or_404(rows, pk=pk)
    must_enter(request.user, member.branch.village_id)
    form = TransferForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        made = Transfer.objects.visible_to(request.user).filter(uuid=sent["request_id"], member=member).first()
        if made:
            return redirect(made)
        try:
            transfer = ask(
                member, sent["kind"], sent["to_branch"], request.user,
                on=sent["happened_on"], reason=sent["reason"], request_id=sent["request_id"],
            )  # fmt: skip
        except NotMade as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The receiving branch is asked; it decides on its desk."))
            return redirect(transfer)
    context = {
        "form": form,
        "member": member,
        "title": _("Transfer to another branch"),
        "verb": _("Ask the receiving branch"),
    }
    return render(request, "members/member_form.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def transfer_list(request: HttpRequest) -> HttpResponse:
    """Those of one's own villages, to both sides; what waits stands first."""
    rows = Transfer.objects.visible_to(request.user).with_branches().waiting_first()
    return render(request, "members/transfer_list.html", {"page": page_of(request, rows)})


@require_safe
def transfer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, with its trail."""
    transfer = get_object_or_404(Transfer.objects.visible_to(request.user).with_branches(), pk=pk)
    knows_him = Member.objects.visible_to(request.user).filter(pk=transfer.member_id).exists()
    own = reach(request.user).member_id == transfer.member_id
    return render(request, "members/transfer_detail.html", {"transfer": transfer, "knows_him": knows_him or own})
