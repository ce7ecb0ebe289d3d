"""A sheet as it is printed: the words of its kind, its number and its code, in the town's language whoever prints it."""

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from tools.papers.address import on_paper
from tools.papers.models import Sheet
from tools.papers.qr import qr_image


def page(request: HttpRequest, sheet: Sheet, *, tools: bool) -> str:
    """The sheet as HTML; with `tools` the line above it that is not printed."""
    thing = sheet.thing_for(request.user)
    address = on_paper(request, sheet.get_absolute_url())
    with translation.override(settings.LANGUAGE_CODE):
        words = sheet.subject.sheet(thing, sheet.variant)
        frame = {
            "sheet": sheet,
            "thing": thing,
            "address": address,
            "qr": qr_image(address),
            "back": reverse("papers:thing", args=[sheet.model, thing.pk]) if tools else "",
        }
        return render_to_string(sheet.sort.template, {**words, **frame})
