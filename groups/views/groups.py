"""The groups of the villages, in one list."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from groups.forms import GroupFilter
from groups.holders_out import HOLDERS, with_papers
from groups.models import Group, Placement
from groups.sheets_out import REGISTER, with_posts
from members.filters import page_of
from members.scope import reach
from tools.exchange.views import sheet_out


@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """The groups within one's scope: who leads, how many seats are taken."""
    asked, rows = _listed(request)
    return render(request, "groups/group_list.html", {"page": page_of(request, rows), "filter": asked})


@never_cache
@require_http_methods(["GET", "POST"])
def group_export(request: HttpRequest) -> HttpResponse:
    """The same groups as a sheet: the register, with their posts and who is on them."""
    asked, rows = _listed(request)
    return sheet_out(request, REGISTER, with_posts(rows, request.user), reverse("groups:group_list"), asked.in_words)


@never_cache
@require_http_methods(["GET", "POST"])
def holder_export(request: HttpRequest) -> HttpResponse:
    """Who is on the posts of these groups, with the days and votes of their papers: the sheet that `import_placements` reads."""
    found = reach(request.user)
    if not (found.everything or found.villages):
        raise PermissionDenied(_("The papers of the holders are for the township and for those who work in a village."))
    asked = GroupFilter(request)
    rows = Placement.objects.visible_to(request.user).in_office()
    rows = asked.narrow(rows, "post__group__village", "post__group__zone")
    rows = rows.order_by(
        "post__group__village__code", "post__group__zone__position", "post__position", "post", "seat", "pk"
    )
    return sheet_out(request, HOLDERS, with_papers(rows), reverse("groups:group_list"), asked.in_words)


def _listed(request: HttpRequest) -> tuple[GroupFilter, QuerySet[Group]]:
    asked = GroupFilter(request)
    rows = asked.narrow(Group.objects.visible_to(request.user), "village", "zone").with_seats()
    rows = rows.select_related("village", "zone", "acting_leader")
    return asked, rows.order_by("village__code", "zone__position")
