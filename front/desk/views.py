"""The desk: what waits for me, first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from front.desk import reads
from members.models import Member, Village
from members.scope import reach


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is to be done, then what the person looks after: village, town, group, himself."""
    found = reach(request.user)
    context = {"items": reads.items(request.user), **reads.own(request.user)}
    if found.villages:
        context["villages"] = reads.own_villages(request.user)
    if found.everything:
        context["town"] = reads.town(request.user)
    return render(request, "desk/home.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Members and villages within one's scope, by characters, pinyin or initials."""
    text = request.GET.get("q", "").strip()[:40]
    context = {"q": text}
    if text:
        people = Member.objects.visible_to(request.user).here().matching(text).select_related("branch")
        context["members"] = people.by_sound()[:50]
        context["villages"] = Village.objects.visible_to(request.user).matching(text).order_by("code")[:50]
    return render(request, "desk/search.html", context)
