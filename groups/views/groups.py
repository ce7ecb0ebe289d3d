"""The groups of the villages, in one list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groups.forms import GroupFilter
from groups.models import Group
from members.filters import page_of


@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """The groups within one's scope: who leads, how many seats are taken."""
    asked = GroupFilter(request)
    rows = asked.narrow(Group.objects.visible_to(request.user), "village", "zone").with_seats()
    page = page_of(
        request, rows.select_related("village", "zone", "acting_leader").order_by("village__code", "zone__position")
    )
    return render(request, "groups/group_list.html", {"page": page, "filter": asked})
