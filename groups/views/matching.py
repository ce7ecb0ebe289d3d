"""Free seats and the people who might like them; what a member would like."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groups.actions import note_wishes
from groups.forms import WishForm
from groups.models import Wish
from groups.suggesting import suggest
from members.models import Member, Village
from members.scope import reach
from members.shortcuts import must_enter


@require_safe
def matching(request: HttpRequest, code: str) -> HttpResponse:
    """Two lists that suggest: for each free post the people, for each member without a post the posts."""
    village = get_object_or_404(Village.objects.visible_to(request.user), code=code)
    must_enter(request.user, village.pk)
    return render(request, "groups/matching.html", {"village": village, "found": suggest(request.user, village)})


@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest, pk: int) -> HttpResponse:
    """The posts that a member would like: typed by the village's office, or by himself."""
    people = Member.objects.visible_to(request.user).here().select_related("branch__village", "lives_in")
    member = get_object_or_404(people, pk=pk)
    found = reach(request.user)
    if member.village_id is None or not (found.enters_for(member.village_id) or found.member_id == member.pk):
        raise PermissionDenied(_("What a member would like is noted by himself and by his village's office."))
    village = get_object_or_404(Village.objects.visible_to(request.user), pk=member.village_id)
    noted = Wish.objects.visible_to(request.user).filter(member=member, post__group__village=village)
    initial = {"posts": list(noted.values_list("post", flat=True))}
    form = WishForm(
        request.POST if request.method == "POST" else None, user=request.user, village=village, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        note_wishes(member, village, form.cleaned_data["posts"], request.user)
        messages.success(request, _("Noted what %(name)s would like.") % {"name": member.public_name})
        return redirect("groups:matching", village.code) if found.enters_for(village.pk) else redirect(member)
    context = {"form": form, "member": member, "village": village, "may_match": found.enters_for(village.pk)}
    return render(request, "groups/wishes.html", context, status=422 if request.method == "POST" else 200)
