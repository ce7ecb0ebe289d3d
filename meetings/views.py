"""Pages of meetings: what was held, by how many, and what it takes to pass."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meetings.actions import correct_meeting, is_evidence, keep_representatives, record_meeting
from meetings.forms import MeetingFilter, MeetingForm
from meetings.models import Meeting
from meetings.sheets_out import MEETINGS
from meetings.words import requirements
from members.filters import page_of
from members.models import Village
from members.scope import reach
from members.shortcuts import must_enter, village_asked
from tools.exchange.views import sheet_out
from tools.workflow.errors import Conflict
from tools.workflow.views import tell_used


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings within one's scope, newest first."""
    asked, rows = _listed(request)
    return render(request, "meetings/meeting_list.html", {"page": page_of(request, rows), "filter": asked})


@never_cache
@require_http_methods(["GET", "POST"])
def meeting_export(request: HttpRequest) -> HttpResponse:
    """The same meetings as a sheet."""
    asked, rows = _listed(request)
    return sheet_out(request, MEETINGS, rows, reverse("meetings:meeting_list"), asked.in_words)


def _listed(request: HttpRequest) -> tuple[MeetingFilter, QuerySet[Meeting]]:
    asked = MeetingFilter(request)
    return asked, asked.applied_to(Meeting.objects.visible_to(request.user)).select_related("village")


@require_safe
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting, and what a vote in it takes."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("village", "typed_by"), pk=pk)
    context = {
        "meeting": meeting,
        "came": [row.member for row in meeting.attendances.select_related("member").order_by("member__search_key")],
        "requirements": requirements(meeting),
        "is_evidence": is_evidence(meeting),
        "may_enter": reach(request.user).enters_for(meeting.village_id),
    }
    return render(request, "meetings/meeting_detail.html", context)


@require_http_methods(["GET", "POST"])
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Record a meeting that was held; `?next=` leads back to the step for which it was needed."""
    offered = Village.objects.entered_by(request.user)
    village = village_asked(request, offered)
    if village is None:
        return render(request, "members/village_pick.html", {"villages": offered, "title": _("Whose meeting was it?")})
    asked = request.GET.get("kind", "")
    form = MeetingForm(request.POST or None, instance=Meeting(village=village), kind=asked)
    if made := form.made_before(request.user):
        tell_used(request, form, made)
        return _on(request, made)
    if request.method == "POST" and form.is_valid():
        came = form.cleaned_data.get("came", ())
        meeting = form.make_once(request.user, lambda: record_meeting(form.instance, request.user, came))
        keep_representatives(meeting, request.user)
        messages.success(request, _("The meeting is recorded."))
        return _on(request, meeting)
    return _form_page(request, form, village)


@require_http_methods(["GET", "POST"])
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what was typed; what a vote was decided by stays."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("village"), pk=pk)
    must_enter(request.user, meeting.village_id)
    form = MeetingForm(request.POST or None, instance=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            if form.has_changed():
                correct_meeting(form.instance, request.user, form.cleaned_data.get("came"))
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(meeting)
    return _form_page(request, form, meeting.village)


def _form_page(request: HttpRequest, form: MeetingForm, village: Village) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/meeting_form.html", {"form": form, "village": village}, status=status)


def _on(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    target = request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return redirect(f"{target}?{urlencode({'meeting': meeting.pk})}")
    return redirect(meeting)
