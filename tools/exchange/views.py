"""One page for all lists of the desk: pick columns, take along the rows that the list shows."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tools import clock
from tools.exchange.downloads import download
from tools.exchange.forms import PickForm
from tools.exchange.outgoing import Outgoing, lines

Narrowed = Iterable[tuple[Any, Any]]
"""What a list is narrowed by: pairs of a label and what was chosen under it."""


def sheet_out(
    request: HttpRequest, sheet: Outgoing, rows: Any, back: str, narrowed: Callable[[], Narrowed] = tuple
) -> HttpResponse:
    """The columns to choose from, and by POST the file; `rows` are those of the list, `back` is its address.

    The sheet is data of the town: whoever reads the pages in another language gets it in the town's.
    """
    form = PickForm(request.POST if request.method == "POST" else None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        columns = sheet.picked(form.cleaned_data["columns"])
        with translation.override(settings.LANGUAGE_CODE):
            headings = [column.heading() for column in columns]
            guide = _guide(sheet, request.user, narrowed())
            return download(
                sheet.name,
                str(sheet.title),
                headings,
                lines(rows, columns),
                request.user,
                form.cleaned_data["format"],
                guide,
            )
    query = request.GET.urlencode()
    context = {
        "form": form,
        "sheet": sheet,
        "always": [column.word for column in sheet.always],
        "count": rows.count(),
        "narrowed": list(narrowed()),
        "back": f"{back}?{query}" if query else back,
    }
    return render(request, "exchange/sheet_out.html", context, status=422 if request.method == "POST" else 200)


def _guide(sheet: Outgoing, user: Any, narrowed: Narrowed) -> Iterator[str]:
    """What the sheet beside says: what may be done with it, who took it and when, which rows it holds."""
    yield from map(str, sheet.guide)
    yield _("Taken along by %(user)s on %(time)s.") % {
        "user": user,
        "time": f"{timezone.localtime(clock.now()):%Y-%m-%d %H:%M}",
    }
    words = "；".join(f"{label}：{value}" for label, value in narrowed)
    yield _("Rows: %(words)s.") % {"words": words or _("all that this person sees")}
