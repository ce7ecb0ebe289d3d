"""The pages for strangers: the only ones open without signing in, and they are given values, never records."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from front.board import promises, reads, villages
from front.board.answers import missing, no_pdf, unlisted
from front.board.mine import forget, mine_of, remember
from front.board.opened import Opened
from front.board.running import ROWS, by_last_day, running_notices, with_days_left
from front.board.share import Share
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
    """The reader's own village where he asked for it, the villages with search, the notices that run, and the town's figures."""
    text, code = request.GET.get("q", "").strip()[:40], mine_of(request)
    found, running = villages.found(text), running_notices()
    title, words = _("Who serves on which post"), _("Find your village: who holds which post, and whom to ring.")
    context = {
        "q": text,
        "villages": found,
        "letters": [] if text else villages.by_letter(found),
        "mine": next((village for village in found if village["code"] == code), None) if not text else None,
        "my_notices": [notice for notice in running if notice["village__code"] == code],
        "notices": running,
        "days": by_last_day(running) if len(running) > ROWS else [],
        "figures": reads.named_figures(),
        "share": Share.of(request, title, words),
    }
    return render(request, "board/home.html", context)


@login_not_required
@require_POST
def my_village(request: HttpRequest) -> HttpResponse:
    """Remember the village that was asked for, or forget it; in a cookie, nothing is kept here."""
    code = request.POST.get("village", "")
    if code and Village.objects.filter(code=code).exists():
        response = redirect("board:village", code)
        remember(request, response, code)
    else:
        response = redirect("board:home")
        forget(response)
    return response


@login_not_required
@require_safe
def short(request: HttpRequest, end: str) -> HttpResponse:
    """The short address on the wall: the last figures of a village's code, where they fit one village alone."""
    codes = Village.objects.filter(code__endswith=end).values_list("code", flat=True)[:2]
    return redirect("board:village", codes[0]) if len(codes) == 1 else missing(request)


@login_not_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The town's counts; no persons, no village beside another."""
    title, words = _("The township in figures"), _("Counted from the records as they stand today.")
    context = {
        "figures": reads.named_figures(),
        "zones": reads.zone_figures(),
        "share": Share.of(request, title, words),
    }
    return render(request, "board/figures.html", context)


@login_not_required
@require_safe
def village(request: HttpRequest, code: str) -> HttpResponse:
    """A village: its notices, whom to ask for what as a picture of the five zones, and its scheme with posts and duties."""
    found = reads.village(request, code)
    if found is None:
        return missing(request)
    running, corrected = reads.village_notices(found["pk"])
    groups = reads.village_groups(found["pk"])
    title = _("%(village)s: who serves on which post") % {"village": found["short_name"]}
    context = {
        "village": found,
        "groups": groups,
        "notices": running,
        "corrected": corrected,
        "promised": promises.newest_year(promises.of_village(found["pk"])),
        "is_mine": mine_of(request) == code,
        "share": Share.of(request, title, reads.in_a_sentence(found, groups)),
    }
    return render(request, "board/village.html", context)


@login_not_required
@require_safe
def group(request: HttpRequest, code: str, zone: str) -> HttpResponse:
    """One group of a village: its texts, its posts, who holds them, and whom to ring."""
    found = reads.village(request, code)
    groups = reads.village_groups(found["pk"]) if found else []
    here = next((one for one in groups if one.zone == zone), None)
    if here is None:
        return missing(request)
    title = _("%(zone)s group of %(village)s") % {"zone": here.title, "village": found["short_name"]}
    context = {
        "village": found,
        "group": here,
        "groups": groups,
        "promised": promises.newest_year(promises.of_village(found["pk"], pledge__group__zone=zone)),
        "share": Share.of(request, title, reads.in_a_sentence(found, [here])),
    }
    return render(request, "board/group.html", context)


@login_not_required
@require_safe
def notice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A notice while its period runs; afterwards, and for any other uuid, the page that says so."""
    found = Notice.objects.filter(uuid=uuid).public().first()
    if found is None:
        return _over(request)
    with_days_left([found])
    lines = Line.objects.filter(notice=found["pk"]).public()
    columns = KINDS[found["kind"]].columns
    context = {
        "notice": found,
        "headings": list(columns.values()),
        "rows": [(line["number"], [line["columns"].get(key, "") for key in columns]) for line in lines],
        "days_left": found["days_left"],
        "left_words": found["left"],
        "share": Share.of(request, found["title"], _posted_in_words(found)),
        "qr": qr_image(on_paper(request, request.path)),
    }
    return unlisted(render(request, "board/notice.html", context))


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
        return no_pdf(request, reverse("board:notice_print", args=[uuid]))
    headers = {"Content-Disposition": f'inline; filename="{uuid}.pdf"'}
    return unlisted(HttpResponse(pdf, content_type="application/pdf", headers=headers))


@login_not_required
@require_safe
def notice_print(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The sheet of a running notice for the browser's printer."""
    found = Notice.objects.running().filter(uuid=uuid).select_related("village", "corrects").first()
    if found is None:
        return _over(request)
    paper = sheet(found, on_paper(request))
    back = reverse("board:notice", args=[uuid])
    return unlisted(render(request, "notices/notice_paper.html", {**paper, "back": back}))


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
            name = page.name_for(facts["line"] and facts["line"].pk, facts["text"], facts["signed"])
            receive_objection(found, facts["line"], text=facts["text"], signed=facts["signed"], uuid=name)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return render(request, "board/objection_received.html", {"notice": found, "line": facts["line"]})
    context = {"form": form, "notice": found, "opened": page.sealed}
    return unlisted(render(request, "board/objection_new.html", context, status=422 if posted else 200))


def _over(request: HttpRequest) -> HttpResponse:
    """公示已结束: the same for a notice that is over and for one that never was."""
    return unlisted(render(request, "board/notice_over.html", status=404))


def _posted_in_words(notice: dict[str, Any]) -> str:
    """What a chat shows of a notice: where and until when, no name of anybody, since the chat keeps it."""
    return _("%(village)s, posted until the end of %(day)s. Whoever has an objection can tell it here.") % {
        "village": notice["village__short_name"],
        "day": date_format(notice["ends_on"]),
    }
