"""A village's nominations recorded on one page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from groups.forms.nominating import Nominations
from groups.nominating import nominate_many
from groups.voting import NotCounted
from members.models import Village
from members.shortcuts import must_enter
from tools.workflow.errors import NotMade


@require_http_methods(["GET", "POST"])
def nomination_new(request: HttpRequest, code: str) -> HttpResponse:
    """Day and way once, a number for each; `?next=` leads back to where one came from."""
    village = get_object_or_404(Village.objects.visible_to(request.user), code=code)
    must_enter(request.user, village.pk)
    page = Nominations(village, request.user, request.POST or None)
    if request.method == "POST" and page.common.is_bound and page.is_valid() and _recorded(request, page):
        return redirect(_way_back(request, village))
    status = page.status if request.method == "POST" else 200
    context = {"village": village, "nominations": page, "form": page.common, "next": request.GET.get("next", "")}
    return render(request, "groups/nomination_new.html", context, status=status)


def _recorded(request: HttpRequest, page: Nominations) -> bool:
    """Whether it is all recorded; what stands in the way is said where it belongs."""
    nominated = [row.nominated() for row in page.filled()]
    try:
        if nominated:
            nominate_many(nominated, request.user, request_id=page.common.cleaned_data["request_id"])
    except NotCounted as refusal:
        page.refuse(refusal)
        return False
    except NotMade as refusal:
        page.common.add_error(None, str(refusal))
        return False
    count = len(nominated) + len(page.done)
    said = ngettext("%(count)s nomination is recorded.", "%(count)s nominations are recorded.", count)
    words = [said % {"count": count}]
    if waiting := page.waiting():
        names = "、".join(application.member.public_name for application in waiting)
        words.append(_("Left empty, still waiting: %(names)s.") % {"names": names})
    messages.success(request, " ".join(words))
    return True


def _way_back(request: HttpRequest, village: Village) -> str:
    target = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    return reverse("groups:application_list", query={"village": village.code, "state": "nominated"})
