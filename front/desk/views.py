"""The desk: what waits for me, first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from front.desk.forms import PeopleFilter
from front.desk.reads import people, waiting
from front.desk.reads.first_day import first_steps
from front.desk.reads.town import town
from groups.models import Cycle, Post
from members.filters import page_of
from members.models import Member, Village
from members.roles import TOWNSHIP
from members.scope import reach
from notices.models import Counting

PEOPLE = 20
"""Of a village's people so many stand below what is to be done; the roster has them all."""
FOUND = 50
"""Of each kind at most so many are listed by a search."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is to be done, then what the person looks after: village, town, group, himself."""
    user, found = request.user, reach(request.user)
    cycle, counting = Cycle.objects.current(), Counting()
    villages = people.own_villages(user, cycle)
    tasks = waiting.tasks(user, villages, cycle, counting)
    context = {
        "tasks": tasks,
        "count": waiting.how_many(tasks),
        "villages": villages,
        "running": people.running_in(villages, counting),
        **people.own(user),
    }
    if not tasks:
        context["last_done"] = waiting.last_done(user)
    asked = PeopleFilter(request.GET, villages=villages)
    if asked.village:
        rows = asked.applied_to(people.roster(user, asked.village))
        page = page_of(request, rows, PEOPLE)
        people.note_steps(user, asked.village, page)
        context |= {"village": asked.village, "page": page, "asked": asked}
    if found.everything:
        context["town"] = town(user, cycle, counting)
    if found.has(TOWNSHIP) and not tasks:
        context["first_steps"] = first_steps()
    return render(request, "desk/home.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Members, villages and posts within one's scope: people and places also by pinyin or initials."""
    text = request.GET.get("q", "").strip()[:40]
    context = {"q": text, "most": FOUND}
    if text:
        user = request.user
        context["members"] = (
            Member.objects.visible_to(user).here().matching(text).select_related("branch").by_sound()[:FOUND]
        )
        context["villages"] = Village.objects.visible_to(user).matching(text).order_by("code")[:FOUND]
        posts = Post.objects.visible_to(user).offered().filter(name__icontains=text)
        context["posts"] = posts.select_related("group__village", "group__zone").in_order()[:FOUND]
    return render(request, "desk/search.html", context)


@require_safe
def steps_help(request: HttpRequest) -> HttpResponse:
    """The whole procedure on one page: who does each step, with which paper, where it is typed, why it is refused."""
    villages = people.own_villages(request.user, Cycle.objects.current())
    return render(request, "desk/help.html", {"village": villages[0] if len(villages) == 1 else None})
