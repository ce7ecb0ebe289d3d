"""The papers of a thing on its own page: what may be printed, the photos that came back, a link to add one."""

from typing import Any

from django import template

from tools.papers.forms import addable, printable
from tools.papers.models import Scan

register = template.Library()


@register.inclusion_tag("papers/_papers.html", takes_context=True)
def papers(context: template.Context, thing: Any) -> dict[str, Any]:
    """One query. Nothing where nothing is there and nothing may be added."""
    user = context["request"].user
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "thing": thing,
        "label": thing._meta.label_lower,
        "may_add": bool(addable(user, thing)),
        "offers": printable(user, thing),
        "scans": Scan.objects.visible_to(user).here().of(thing),
    }
