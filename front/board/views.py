"""The pages for strangers: the only ones open without signing in, and they are given values, never records."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from front.board import reads
from front.board.opened import Opened
from members.models import Village
from notices.actions import receive_objection
from notices.forms import ObjectionForm
from notices.kinds import KINDS
from notices.models import Line, Notice
from notices.papers import sheet
from tools.papers.address import on_paper
from tools.papers.pdf import NoPdfHere, to_pdf
from tools.papers.qr import qr_image
from tools.upkeep.limits import is_too_often, seconds_to_wait
from tools.workflow.errors import Refused


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The villages with search, the notices that run, and the town's figures."""
    text = request.GET.get("q", "").strip()[:40]
    context = {
        "q": text,
        "villages": list(Village.objects.matching(text).order_by("code").public()),
        "notices": reads.with_days_left(list(Notice.objects.all().public())),
        "figures": reads.named_figures(),
    }
    return render(request, "board/home.html", context)


@login_not_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The town's counts; no persons, no village beside another."""
    return render(request, "board/figures.html", {"figures": reads.named_figures(), "zones": reads.zone_figures()})


@login_not_required
@require_safe
def village(request: HttpRequest, code: str) -> HttpResponse:
    """A village: its scheme of posts, its notices, five groups with posts and holders, whom to ask for what."""
    found = reads.village(code)
    if found is None:
        return _missing(request)
    running, corrected = reads.village_notices(found["pk"])
    context = {
        "village": found,
        "groups": reads.village_groups(found["pk"]),
        "notices": running,
        "corrected": corrected,
    }
    return render(request, "board/village.html", context)


@login_not_required
@require_safe
def group(request: HttpRequest, code: str, zone: str) -> HttpResponse:
    """One group of a village."""
    found = reads.village(code)
    groups = reads.village_groups(found["pk"]) if found else []
    here = next((one for one in groups if one.zone == zone), None)
    if here is None:
        return _missing(request)
    return render(request, "board/group.html", {"village": found, "group": here, "groups": groups})


@login_not_required
@require_safe
def notice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A notice while its period runs; afterwards, and for any other uuid, the page that says so."""
    found = Notice.objects.filter(uuid=uuid).public().first()
    if found is None:
        return _over(request)
    reads.with_days_left([found])
    lines = Line.objects.filter(notice=found["pk"]).public()
    columns = KINDS[found["kind"]].columns
    context = {
        "notice": found,
        "headings": list(columns.values()),
        "rows": [(line["number"], [line["columns"].get(key, "") for key in columns]) for line in lines],
        "days_left": found["days_left"],
        "left_words": found["left_words"],
        "qr": qr_image(on_paper(request, request.path)),
    }
    return _unlisted(render(request, "board/notice.html", context))


@login_not_required
@require_safe
def notice_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The sheet of a running notice as PDF; where this machine cannot, 503 with the address of the page to print."""
    found = Notice.objects.running().filter(uuid=uuid).select_related("village", "corrects").first()
    if found is None:
        return _over(request)
    paper = render(request, "notices/notice_paper.html", sheet(found, on_paper(request)))
    try:
        pdf = to_pdf(paper.content.decode())
    except NoPdfHere:
        return render(request, "board/no_pdf.html", {"uuid": uuid}, status=503)
    headers = {"Content-Disposition": f'inline; filename="{uuid}.pdf"'}
    return _unlisted(HttpResponse(pdf, content_type="application/pdf", headers=headers))


@login_not_required
@require_safe
def notice_print(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The sheet of a running notice for the browser's printer."""
    found = Notice.objects.running().filter(uuid=uuid).select_related("village", "corrects").first()
    if found is None:
        return _over(request)
    paper = sheet(found, on_paper(request))
    back = reverse("board:notice", args=[uuid])
    return _unlisted(render(request, "notices/notice_paper.html", {**paper, "back": back}))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def objection_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Somebody objects to a line, without an account; only the township reads who and what."""
    found = Notice.objects.running().filter(uuid=uuid).select_related("village").first()
    if found is None:
        return _over(request)
    posted = request.method == "POST"
    if posted and is_too_often(request, "objection"):
        response = render(request, "429.html", status=429)
        response.headers["Retry-After"] = str(seconds_to_wait())
        return response
    form = ObjectionForm(request.POST if posted else None, notice=found)
    page = Opened.of(str(uuid), request.POST.get("opened", ""))
    if posted and form.is_valid():
        facts = form.cleaned_data
        try:
            if page.is_hurried:
                raise Refused(_("Please look over what you wrote and send it once more."))
            receive_objection(found, facts["line"], text=facts["text"], signed=facts["signed"], uuid=page.uuid)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return render(request, "board/objection_received.html", {"notice": found, "line": facts["line"]})
    context = {"form": form, "notice": found, "opened": page.sealed}
    return _unlisted(render(request, "board/objection_new.html", context, status=422 if posted else 200))


def _over(request: HttpRequest) -> HttpResponse:
    """公示已结束: the same for a notice that is over and for one that never was."""
    return _unlisted(render(request, "board/notice_over.html", status=404))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """What no search engine keeps: a notice is gone after its period, its copy elsewhere would not be."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _missing(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html", status=404)
