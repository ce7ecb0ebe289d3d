"""A member's whole file, to read and to print."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from front.desk.reads.file import whole
from members.models import Member
from members.scope import reach
from tools import clock


@require_safe
def member_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one person; for himself, and for those who keep his record, his telephone masked."""
    rows = Member.objects.visible_to(request.user).select_related("branch__village", "lives_in", "user")
    member = get_object_or_404(rows.prefetch_related("specialities"), pk=pk)
    found = reach(request.user)
    if found.member_id != member.pk and not found.sees_contacts_of({member.branch.village_id, member.lives_in_id}):
        raise PermissionDenied(_("The whole file is for the member himself and for those who keep his record."))
    context = {
        "member": member,
        "now": clock.now(),
        "is_self": found.member_id == member.pk,
        **whole(request.user, member),
    }
    return render(request, "desk/file.html", context)
