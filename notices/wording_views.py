"""The page on which the township words its notices, and looks at them before it keeps the words."""

import uuid
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.scope import reach
from notices.actions import keep_wording
from notices.forms import TryForm, WordingForm
from notices.kinds import KINDS
from notices.models import NoticeWording
from notices.papers import sheet_of
from notices.words import blanks_explained, sample_notice
from tools.papers.address import on_paper
from tools.workflow.errors import Conflict


@require_http_methods(["GET", "POST"])
def wording(request: HttpRequest) -> HttpResponse:
    """Title, basis, body and ending of a kind of notice: tried for a village on screen and on paper, then kept."""
    if not reach(request.user).is_staff_of_town:
        raise PermissionDenied(_("The wording of notices is the township's."))
    kind = request.GET.get("kind") or next(iter(KINDS))
    if kind not in KINDS:
        raise Http404
    row = NoticeWording.objects.filter(kind=kind).first()
    own_words = asdict(KINDS[kind].wording())
    form = WordingForm(
        request.POST or None, instance=row or NoticeWording(kind=kind, **own_words), initial=_taken_back(request, row)
    )
    trial = TryForm(request.POST or None)
    page = f"{reverse('notices:wording')}?kind={kind}"
    context = {
        "form": form, "trial": trial, "kind": KINDS[kind], "kinds": list(KINDS.values()), "row": row, "page": page,
        "blanks": blanks_explained(), "history": row.history.select_related("history_user")[:20] if row else [],
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "notices/wording.html", context)
    if not form.is_valid():
        return render(request, "notices/wording.html", context, status=422)
    if {"preview", "paper"} & request.POST.keys():
        notice, rows = sample_notice(kind, form.as_wording(), trial.chosen, trial.count)
        words = sheet_of(notice, rows, on_paper(request, reverse("board:notice", args=[uuid.UUID(int=0)])))
        if "paper" in request.POST:
            return render(request, "notices/notice_paper.html", words | {"back": page})
        return render(request, "notices/wording.html", context | {"sample": words})
    try:
        keep_wording(kind, form.as_wording(), form.cleaned_data["version"])
    except Conflict as error:
        return render(request, "409.html", {"obj": form.instance, "sentence": str(error)}, status=409)
    messages.success(request, _("The words are kept: drafts made from now on begin with them."))
    return redirect(page)


def _taken_back(request: HttpRequest, row: NoticeWording | None) -> dict[str, Any]:
    """The words of a former version, to be kept again or not; none where none is asked for."""
    wanted = request.GET.get("version", "")
    if row is None or not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        return {}
    former = row.history.filter(history_id=int(wanted)).first()
    return {name: getattr(former, name) for name in ("title", "basis", "body", "ending")} if former else {}
