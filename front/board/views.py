"""The pages for strangers: the only ones open without signing in, and they are given values, never records."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from front.board import reads
from members.models import Village
from notices.actions import receive_objection
from notices.forms import ObjectionForm
from notices.kinds import KINDS
from notices.models import Line, Notice
from notices.papers import sheet
from tools import clock
from tools.papers.pdf import NoPdfHere, to_pdf
from tools.papers.qr import qr_image
from tools.upkeep.limits import is_too_often, seconds_to_wait
from tools.workflow.errors import Refused

QUICKEST = 1
"""Seconds: nobody reads the page, writes a sentence and sends it in less."""
SEAL = signing.Signer(salt="objection")


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The villages with search, the notices that run, and the town's figures."""
    text = request.GET.get("q", "").strip()[:40]
    context = {
        "q": text,
        "villages": list(Village.objects.matching(text).order_by("code").public()),
        "notices": list(Notice.objects.all().public()),
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
    lines = Line.objects.filter(notice=found["pk"]).public()
    columns = KINDS[found["kind"]].columns
    context = {
        "notice": found,
        "headings": list(columns.values()),
        "rows": [(line["number"], [line["columns"].get(key, "") for key in columns]) for line in lines],
        "days_left": reads.days_left(found),
        "qr": qr_image(request.build_absolute_uri(request.path)),
    }
    response = render(request, "board/notice.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@require_safe
def notice_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The sheet of a running notice as PDF; where this machine cannot, 503 with the address of the page to print."""
    found = Notice.objects.running().filter(uuid=uuid).select_related("village", "corrects").first()
    if found is None:
        return _over(request)
    paper = render(request, "notices/notice_paper.html", sheet(found, request.build_absolute_uri("/").rstrip("/")))
    try:
        pdf = to_pdf(paper.content.decode())
    except NoPdfHere:
        return render(request, "board/no_pdf.html", {"uuid": uuid}, status=503)
    headers = {"Content-Disposition": f'inline; filename="{uuid}.pdf"', "X-Robots-Tag": "noindex"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@login_not_required
@require_safe
def notice_print(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The sheet of a running notice for the browser's printer."""
    found = Notice.objects.running().filter(uuid=uuid).select_related("village", "corrects").first()
    if found is None:
        return _over(request)
    paper = sheet(found, request.build_absolute_uri("/").rstrip("/"))
    return render(request, "notices/notice_paper.html", {**paper, "back": f"/notices/{uuid}/"})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def objection_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Somebody objects to a line, without an account; only the township reads who and what."""
    found = Notice.objects.running().filter(uuid=uuid).select_related("village").first()
    if found is None:
        return _over(request)
    posted = request.method == "POST"
    if posted and is_too_often(request, "objection"):
        headers = {"Retry-After": str(seconds_to_wait())}
        return render(request, "429.html", {"village": found.village}, status=429, headers=headers)
    form = ObjectionForm(request.POST if posted else None, notice=found)
    page = Opened.of(request.POST.get("opened", "")) or Opened.now()
    if posted and form.is_valid():
        facts = form.cleaned_data
        try:
            if page.is_hurried:
                raise Refused(_("Please look over what you wrote and send it once more."))
            receive_objection(found, facts["line"], text=facts["text"], signed=facts["signed"], uuid=page.uuid)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return render(request, "board/objection_received.html", {"notice": found})
    context = {"form": form, "notice": found, "opened": page.sealed}
    return render(request, "board/objection_new.html", context, status=422 if posted else 200)


@dataclass(frozen=True)
class Opened:
    """A form as it was handed out: when, and the name under which what comes back with it is kept, so that it is kept once."""

    at: float
    uuid: UUID

    @classmethod
    def now(cls) -> "Opened":
        """Handed out this moment."""
        return cls(clock.now().timestamp(), uuid4())

    @classmethod
    def of(cls, sealed: str) -> "Opened | None":
        """The form that comes back; None where it is not ours, or older than a day."""
        try:
            at, name = SEAL.unsign_object(sealed)
        except signing.BadSignature:
            return None
        return cls(at, UUID(name)) if clock.now().timestamp() - at < 24 * 60 * 60 else None

    @property
    def sealed(self) -> str:
        """What stands in the form's hidden field."""
        return SEAL.sign_object([self.at, str(self.uuid)])

    @property
    def is_hurried(self) -> bool:
        """Machines send at once; people need a moment. Where the clock stands still for a rehearsal nothing can be measured."""
        return clock.now().timestamp() - self.at < QUICKEST and not settings.NOW_OVERRIDE


def _over(request: HttpRequest) -> HttpResponse:
    """公示已结束: the same for a notice that is over and for one that never was."""
    response = render(request, "board/notice_over.html", status=404)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _missing(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html", status=404)
