"""Which village stands where, and whom to telephone."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from front.desk.forms import ProgressFilter
from front.desk.reads import progress as reads
from groups.models import Cycle
from members.actions import note_telephones_shown
from members.models import Village
from members.roles import TOWNSHIP
from members.scope import Reach, reach


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """The villages with their six steps of the year; narrowed to those that lack one, with words for a chat group."""
    found = reach(request.user)
    if not (found.everything or found.villages):
        raise PermissionDenied(_("How far the villages are is read by their offices and the township."))
    if request.method == "POST":
        _must_see_contacts(found)
    cycle = Cycle.objects.current()
    context = {"cycle": cycle, "opens_year": found.has(TOWNSHIP)}
    if cycle:
        rows, asked = reads.progress(request.user, cycle), ProgressFilter(request.GET)
        steps = reads.summary(rows, cycle)
        context |= {
            "steps": steps,
            "rows": asked.applied_to(rows),
            "in_full": request.method == "POST",
            "all": len(rows),
            "asked": next((step for step in steps if step["step"] == asked.step), None),
            "sees_contacts": found.sees_contacts,
        }
        if context["in_full"]:
            note_telephones_shown(request.user, len(context["rows"]))
    return render(request, "desk/progress.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def telephones(request: HttpRequest) -> HttpResponse:
    """The villages' telephones and their secretaries', for who works with several villages; to be printed, too."""
    found = reach(request.user)
    _must_see_contacts(found)
    villages = list(Village.objects.filter(found.among("pk")).order_by("code"))
    called = reads.secretaries(request.user, villages)
    if request.method == "POST":
        note_telephones_shown(request.user, len(villages))
    rows = [(village, called.get(village.pk, [])) for village in villages]
    return render(request, "desk/telephones.html", {"rows": rows, "in_full": request.method == "POST"})


def _must_see_contacts(found: Reach) -> None:
    if not (found.sees_contacts and (found.everything or found.villages)):
        raise PermissionDenied(_("The list of telephones is for the township and the village liaison officers."))
