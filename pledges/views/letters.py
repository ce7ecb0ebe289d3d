"""A village's responsibility letters on one page: prepared, printed, marked as signed; and each of them."""

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.models import Cycle
from members.models import Village
from members.scope import reach
from members.shortcuts import must_enter
from pledges.actions import prepare_letters, without_letter
from pledges.documents import letter_values
from pledges.models import Pledge, ResponsibilityLetter
from pledges.moves import LETTER
from pledges.sheets_out import letters_of
from tools import clock
from tools.exchange.views import sheet_out
from tools.papers.word.serving import as_page, as_pdf, as_word
from tools.workflow.errors import Refused


@require_safe
def village_letters(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody on a post of the village with his letter for this year, and who has none yet."""
    village = get_object_or_404(Village.objects.visible_to(request.user), code=code)
    found, cycle = reach(request.user), _year(request)
    letters = list(_letters(request, village, cycle))
    may_enter = found.enters_for(village.pk)
    context = {
        "village": village,
        "cycle": cycle,
        "years": Cycle.objects.filter(starts_on__lte=clock.today()),
        "letters": letters,
        "waiting": [letter for letter in letters if letter.state == "prepared"],
        "lacking": list(without_letter(village, cycle)) if cycle and may_enter and not cycle.is_closed else [],
        "may_enter": may_enter,
        "sees_village": found.everything or village.pk in found.villages,
        "here": request.get_full_path(),
        "request_id": uuid.uuid4(),
    }
    return render(request, "pledges/village_letters.html", context)


def _year(request: HttpRequest) -> Cycle | None:
    """The year that `?year=` asks for; this one where it asks for none, or for nonsense."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    return Cycle.objects.filter(year=year).first() or Cycle.objects.current()


def _letters(request: HttpRequest, village: Village, cycle: Cycle | None) -> QuerySet[ResponsibilityLetter]:
    rows = ResponsibilityLetter.objects.visible_to(request.user).exclude(state="void").filter(cycle=cycle)
    return rows.filter(placement__post__group__village=village).select_related(*LETTER.related).in_order()


@require_POST
def letters_prepare(request: HttpRequest, code: str) -> HttpResponse:
    """A letter for everybody on a post who has none; pressed twice it makes none twice."""
    village = get_object_or_404(Village.objects.visible_to(request.user), code=code)
    must_enter(request.user, village.pk)
    cycle = Cycle.objects.current()
    if cycle is None:
        messages.warning(request, _("This year's procedure is not open yet; the township enters it first."))
    else:
        try:
            made = prepare_letters(village, cycle)
        except Refused as error:
            messages.warning(request, str(error))
        else:
            said = ngettext(
                "%(count)s letter is prepared. Print it, have it signed by both, then record the signatures.",
                "%(count)s letters are prepared. Print them, have them signed by both, then record the signatures.",
                made,
            )
            messages.success(request, said % {"count": made}) if made else messages.info(
                request, _("Everybody on a post has his letter already; nothing was changed.")
            )
    return redirect("pledges:village_letters", code=village.code)


@never_cache
@require_http_methods(["GET", "POST"])
def letters_export(request: HttpRequest, code: str) -> HttpResponse:
    """The register of the letters as a sheet."""
    village = get_object_or_404(Village.objects.visible_to(request.user), code=code)
    cycle = _year(request)
    back = reverse("pledges:village_letters", args=[village.code])
    narrowed = [(_("village"), village), (_("year"), cycle.year if cycle else "")]
    return sheet_out(request, letters_of(village), _letters(request, village, cycle), back, lambda: narrowed)


@require_safe
def letters_print(request: HttpRequest, code: str) -> HttpResponse:
    """A village's letters that stand, in one file: a page for the printer, a Word file, or a PDF. `?pk=` prints some."""
    village = get_object_or_404(Village.objects.visible_to(request.user), code=code)
    cycle = _year(request)
    rows = _letters(request, village, cycle)
    if keys := [int(key) for key in request.GET.getlist("pk") if key.isascii() and key.isdigit() and len(key) < 10]:
        rows = rows.filter(pk__in=keys)
    elif cycle and not cycle.is_closed:
        rows = rows.standing()  # Who has left his post signs nothing more.
    back = reverse("pledges:village_letters", args=[village.code])
    letters = list(rows)
    if not letters:
        messages.info(request, _("There is no letter to print yet. Prepare the letters first."))
        return redirect(back)
    title = _("Responsibility letters of %(village)s") % {"village": village}
    return handed(request, letters, title, back)


@require_safe
def letter_print(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter, in the same ways."""
    letter = _letter(request, pk)
    return handed(request, [letter], str(letter), letter.get_absolute_url())


def handed(request: HttpRequest, letters: list[ResponsibilityLetter], title: str, back: str) -> HttpResponse:
    """The letters in the way that the end of the address asks for; with `?both=1` the pledge stands on the other side."""
    pledges, code = None, "letter"
    if "both" in request.GET:
        keys = [letter.placement.member_id for letter in letters]
        village = letters[0].placement.post.group.village_id
        rows = Pledge.objects.visible_to(request.user).filter(
            village=village, state__in=("audited", "public", "closed")
        )
        rows = rows.filter(member__in=keys, cycle=letters[0].cycle_id)
        pledges, code = (
            {pledge.member_id: pledge for pledge in rows.prefetch_related("items__goal")},
            "letter_and_pledge",
        )
    values = letter_values(letters, pledges)
    if request.path.endswith(".docx"):
        return as_word(request, code, values, title, back)
    if request.path.endswith(".pdf"):
        page = request.get_full_path().replace("print.pdf", "print/")
        return as_pdf(request, code, values, title, page)
    return as_page(request, code, values, title, back)


def _letter(request: HttpRequest, pk: int) -> ResponsibilityLetter:
    rows = ResponsibilityLetter.objects.visible_to(request.user).select_related(*LETTER.related)
    return get_object_or_404(rows, pk=pk)


@require_safe
def letter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: who, which post and duties, the term, both signatures."""
    letter = _letter(request, pk)
    village, found = letter.placement.post.group.village, reach(request.user)
    context = {
        "letter": letter,
        "village": village,
        "sees_village": found.everything or village.pk in found.villages,
    }
    return render(request, "pledges/letter_detail.html", context)
