"""The groups of the villages, in one list."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from groups.forms import GroupFilter
from groups.models import Group
from groups.sheets_out import REGISTER, with_posts
from members.filters import page_of
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


def _listed(request: HttpRequest) -> tuple[GroupFilter, QuerySet[Group]]:
    asked = GroupFilter(request)
    rows = asked.narrow(Group.objects.visible_to(request.user), "village", "zone").with_seats()
    rows = rows.select_related("village", "zone", "acting_leader")
    return asked, rows.order_by("village__code", "zone__position")
