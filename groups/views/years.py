"""The next year is opened by the township: what goes on, what is still open in the old one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groups.forms import YearForm
from groups.models import Cycle
from groups.years import STILL_OPEN, carried_over, open_year
from members.roles import TOWNSHIP
from members.scope import reach
from tools.workflow.errors import NotMade


@require_http_methods(["GET", "POST"])
def year_new(request: HttpRequest) -> HttpResponse:
    """Open the next year; the old one is closed from the day on which this one begins, and stays readable."""
    if not reach(request.user).has(TOWNSHIP):
        raise PermissionDenied(_("The township opens the year."))
    before = Cycle.objects.order_by("-year").first()
    form = YearForm(request.POST or None, before=before)
    if request.method == "POST" and form.is_valid():
        try:
            cycle = open_year(form.instance, request.user)
        except NotMade as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("%(year)s is open. Next each village publishes its scheme of posts and writes its plan.")
                % {"year": cycle},
            )
            return redirect("desk:progress")
    until = form.initial.get("term_ends_on")
    context = {
        "form": form,
        "before": before,
        "kept": carried_over(until),
        "still_open": [found for ask in STILL_OPEN if before and (found := ask(before)).count],
    }
    return render(request, "groups/year_new.html", context, status=422 if request.method == "POST" else 200)
