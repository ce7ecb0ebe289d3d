"""The township's record of who changed and who took along what."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from front.desk.forms import RecordFilter
from front.desk.reads import record
from members.filters import page_of
from members.scope import reach


@require_safe
def record_list(request: HttpRequest) -> HttpResponse:
    """Newest first; for the township alone, since it names what was done in every village."""
    if not reach(request.user).is_staff_of_town:
        raise PermissionDenied(_("The record of what was done is the township's to read."))
    asked = RecordFilter(request.GET)
    page = page_of(request, asked.found())
    context = {"page": page, "deeds": record.told(page.object_list), "filter": asked}
    return render(request, "desk/record_list.html", context)
