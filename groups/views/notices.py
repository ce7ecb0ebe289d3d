"""From the branch's confirmations to a list that can be posted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groups.models import Cycle
from groups.notice_kind import PLACEMENTS
from groups.words import notice_words
from members.models import Village
from members.shortcuts import must_enter
from notices.actions import draft_notice
from notices.forms import NoticeForm
from notices.models import Notice
from tools import clock
from tools.workflow.errors import Conflict
from tools.workflow.views import tell_used


@require_http_methods(["GET", "POST"])
def notice_new(request: HttpRequest, code: str) -> HttpResponse:
    """Pick confirmed applications of a village and draft the notice on which they are posted."""
    village = get_object_or_404(Village.objects.visible_to(request.user), code=code)
    must_enter(request.user, village.pk)
    cycle = Cycle.objects.current()
    words = notice_words(village, cycle.year if cycle else clock.today().year)
    blank = Notice(village=village, kind=PLACEMENTS.code)
    form = NoticeForm(request.POST or None, instance=blank, kind=PLACEMENTS.code, user=request.user, initial=words)
    if made := form.made_before(request.user):
        tell_used(request, form, made)
        return redirect(made)
    if request.method == "POST" and form.is_valid():

        def draft() -> Notice:
            return draft_notice(PLACEMENTS.code, village, form.lines(), **form.words())

        try:
            notice = form.make_once(request.user, draft)
        except Conflict as error:
            form.add_error("corrects", str(error))
        else:
            messages.success(request, _("The notice is drafted. Check it, then post it."))
            return redirect(notice)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "village": village, "back": reverse("groups:scheme", args=[village.code])}
    return render(request, "notices/notice_form.html", context, status=status)
