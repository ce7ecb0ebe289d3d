"""Public pages of what a village set itself for a year and of what was promised; open to everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from front.board import promises, reads
from front.board.answers import missing
from front.board.share import Share


@login_not_required
@require_safe
def plan(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """A year's plan once its decision is published: how it was decided, its goals, and at last its result."""
    found = reads.village(request, code)
    here = promises.plan_of(found["pk"], year) if found else None
    if here is None:
        return missing(request)
    goals = promises.goals_of(here["pk"])
    done = sum(goal["state"] == "done" for goal in goals)
    words = _("%(done)s of %(all)s goals done.") % {"done": done, "all": len(goals)}
    context = {
        "village": found,
        "plan": here,
        "goals": goals,
        "done": done,
        "share": Share.of(request, here["title"], words),
    }
    return render(request, "board/plan.html", context)


@login_not_required
@require_safe
def pledges(request: HttpRequest, code: str) -> HttpResponse:
    """What groups and members of a village promised, of the newest year or of `?year=`; former years stay readable."""
    found = reads.village(request, code)
    if found is None:
        return missing(request)
    everything = promises.of_village(found["pk"])
    years = sorted({one.year for one in everything}, reverse=True)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    year = year if year in years else next(iter(years), None)
    shown = [one for one in everything if one.year == year]
    title = _("%(village)s: what was promised") % {"village": found["short_name"]}
    words = _("What the groups and members of the village promised, and how it stands.")
    context = {
        "village": found,
        "year": year,
        "years": years,
        "groups": [one for one in shown if one.zone],
        "members": [one for one in shown if not one.zone],
        "share": Share.of(request, title, words),
    }
    return render(request, "board/pledges.html", context)
