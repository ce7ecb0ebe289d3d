"""The page on which a clerk of the township enters the holidays of a year, and sees what was understood."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.scope import reach
from notices.actions import keep_calendar
from notices.forms import CalendarForm
from notices.models import CalendarYear, Holiday, Notice
from notices.picture import months_of
from tools import clock
from tools.workflow.errors import Conflict

FIRST, LAST = 2000, 2100


@require_http_methods(["GET", "POST"])
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """A year's days off and make-up days: typed or pasted as the State Council publishes them, looked at, kept."""
    found = reach(request.user)
    if not found.everything or (request.method == "POST" and not found.is_staff_of_town):
        raise PermissionDenied(_("The calendar is the township's; periods are counted by it for everybody."))
    if not FIRST <= year <= LAST:
        raise Http404
    kept = {day: (working, name) for day, working, name in Holiday.objects.in_year(year)}
    known = CalendarYear.objects.filter(year=year).first()
    form = CalendarForm(request.POST or None, year=year, rows=kept, known=known)
    status = 200
    if request.method == "POST" and form.is_valid() and "keep" in request.POST:
        try:
            keep_calendar(year, form.days, form.cleaned_data["provisional"], seen=form.cleaned_data["seen"])
        except Conflict as error:
            return render(request, "409.html", {"obj": year, "sentence": str(error)}, status=409)
        messages.success(request, _("The calendar of %(year)s is kept.") % {"year": year})
        return redirect("notices:calendar", year)
    if request.method == "POST" and not form.is_valid():
        status = 422
    tried = form.days if request.method == "POST" and status == 200 else None
    shown = kept if tried is None else tried
    context = {
        "form": form, "year": year, "known": known, "months": months_of(year, shown), "rows": shown, "tried": tried is not None,
        "today": clock.today(), "years": range(clock.today().year - 1, clock.today().year + 3),
        "running": Notice.objects.visible_to(request.user).running().filter(ends_on__year=year).count(),
        "may_keep": found.is_staff_of_town,
    }  # fmt: skip
    return render(request, "notices/calendar.html", context, status=status)
