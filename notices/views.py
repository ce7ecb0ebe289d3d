"""Pages of notices at the desk; the public ones are the board's."""

from django.contrib import messages
from django.contrib.admin.models import DELETION
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from members.filters import page_of
from members.roles import TOWNSHIP
from members.scope import reach
from members.shortcuts import must_enter
from notices.actions import discard_notice, redraft_notice
from notices.forms import NoticeFilter, NoticeForm, ObjectionFilter, TypedObjectionForm
from notices.kinds import KINDS
from notices.models import Notice, Objection
from notices.moves import WAITING, NoticeState
from notices.papers import warnings_of
from notices.sheets_out import NOTICES
from notices.words import findings_of, lines_with_marks, note_days_left, preview, recorded_words, subjects_of
from tools import clock
from tools.exchange.views import sheet_out
from tools.history.noted import changed_fields, note
from tools.workflow.errors import Conflict, NotMade
from tools.workflow.views import tell_used

TAKES_OBJECTIONS = (NoticeState.OPEN, NoticeState.CONCLUDED)
"""Notices about which the township types an objection: after the last day as one that came late."""


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """The notices within one's scope; what waits for somebody comes first."""
    asked, rows = _listed(request)
    page = page_of(request, rows)
    note_days_left(page)
    return render(request, "notices/notice_list.html", {"page": page, "filter": asked, "today": clock.today()})


@never_cache
@require_http_methods(["GET", "POST"])
def notice_export(request: HttpRequest) -> HttpResponse:
    """The same notices as a sheet."""
    asked, rows = _listed(request)
    rows = rows.prefetch_related("lines")
    return sheet_out(request, NOTICES, rows, reverse("notices:notice_list"), asked.in_words)


def _listed(request: HttpRequest) -> tuple[NoticeFilter, QuerySet[Notice]]:
    asked = NoticeFilter(request)
    rows = asked.applied_to(Notice.objects.visible_to(request.user))
    return asked, rows.with_exceptions().select_related("village").annotate(size=Count("lines"))


@require_safe
def notice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice with what became of every line; of objections only that they are there, and what was found."""
    rows = Notice.objects.visible_to(request.user).with_exceptions()
    notice = get_object_or_404(rows.select_related("village", "corrects"), pk=pk)
    may_enter = reach(request.user).enters_for(notice.village_id)
    note_days_left([notice])
    context = {
        "notice": notice,
        "kind": KINDS[notice.kind],
        "draft_at": KINDS[notice.kind].draft_at(notice.village),
        "lines": lines_with_marks(notice),
        "texts": notice.says(),
        "findings": findings_of(notice),
        "list_held": notice.objections.filter(line=None).waiting().exists(),
        "correction": Notice.objects.visible_to(request.user).filter(corrects=notice).first(),
        "may_enter": may_enter,
        "may_edit": may_enter and notice.state == NoticeState.DRAFTED,
        "may_type_objection": reach(request.user).has(TOWNSHIP) and notice.state in TAKES_OBJECTIONS,
        "font_warnings": warnings_of(notice),
    }
    if notice.state == NoticeState.DRAFTED:
        context["preview"], context["warnings"] = preview(notice, context["lines"])
    return render(request, "notices/notice_detail.html", context)


@require_http_methods(["GET", "POST"])
def notice_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft, or throw it away; what is posted is only taken down and corrected by a new one."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user).select_related("village"), pk=pk)
    must_enter(request.user, notice.village_id)
    form = NoticeForm(request.POST or None, instance=notice, kind=notice.kind, user=request.user)
    try:
        if notice.state != NoticeState.DRAFTED:
            raise Conflict(
                _(
                    "This notice is no draft any more; what is posted is not changed. Take it down and correct it by a new one."
                )
            )
        if "discard" in request.POST:
            note(request.user, notice, flag=DELETION)
            discard_notice(notice)
            messages.success(request, _("The draft is thrown away."))
            return redirect("notices:notice_list")
        if request.method == "POST" and form.is_valid():
            if form.has_changed():
                redraft_notice(form.instance, form.lines())
                note(request.user, notice, changed_fields(form))
            messages.success(request, _("Saved."))
            return redirect(notice)
    except Conflict as error:
        return render(request, "409.html", {"obj": notice, "sentence": str(error)}, status=409)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "notice": notice, "village": notice.village, "back": notice.get_absolute_url()}
    return render(request, "notices/notice_form.html", context, status=status)


@require_safe
def objection_list(request: HttpRequest) -> HttpResponse:
    """Objections: the township alone reads them."""
    if not reach(request.user).is_staff_of_town:
        raise PermissionDenied(_("Objections are read by the township alone."))
    asked = ObjectionFilter(request)
    rows = asked.applied_to(Objection.objects.visible_to(request.user)).select_related(
        "notice__village", "line__member"
    )
    return render(request, "notices/objection_list.html", {"page": page_of(request, rows), "filter": asked})


@require_safe
def objection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection with its text, what may be done about it, and the things that it holds."""
    rows = Objection.objects.visible_to(request.user).select_related("notice__village", "line__member")
    objection = get_object_or_404(rows, pk=pk)
    return render(
        request,
        "notices/objection_detail.html",
        {
            "objection": objection,
            "subjects": subjects_of(objection, request.user),
            "is_waiting": objection.state in WAITING,
        },
    )


@require_http_methods(["GET", "POST"])
def objection_typed(request: HttpRequest, pk: int) -> HttpResponse:
    """The township types an objection that came by letter, telephone or in person."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user).select_related("village"), pk=pk)
    if not reach(request.user).has(TOWNSHIP):
        raise PermissionDenied(_("Objections are taken by the township, or from the public board."))
    if notice.state not in TAKES_OBJECTIONS:
        raise PermissionDenied(_("Objections are taken while the notice is posted; this one is not."))
    form = TypedObjectionForm(request.POST or None, notice=notice)
    if made := form.made_before(request.user):
        tell_used(request, form, made)
        return redirect(made)
    if request.method == "POST" and form.is_valid():
        try:
            objection = form.make_once(request.user, lambda: form.keep(request.user))
        except NotMade as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, recorded_words(objection))
            return redirect(objection)
    status = 422 if request.method == "POST" else 200
    return render(request, "notices/objection_typed.html", {"form": form, "notice": notice}, status=status)
