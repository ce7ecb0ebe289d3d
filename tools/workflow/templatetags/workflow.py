"""Buttons and trails in templates, read from the tables."""

from typing import Any

from django import template
from django.utils import timezone

from tools import clock
from tools.workflow.days import short_day
from tools.workflow.engine import REGISTRY
from tools.workflow.models import StateChange

register = template.Library()
register.filter("short_day", lambda day: short_day(day) if day else "")


@register.inclusion_tag("workflow/_buttons.html", takes_context=True)
def buttons(context: template.Context, obj: Any) -> dict[str, Any]:
    """The moves that the signed-in person can make on `obj`."""
    label = obj._meta.label_lower
    return {"obj": obj, "label": label, "moves": REGISTRY[label].available(context["request"].user, obj)}


@register.inclusion_tag("workflow/_trail.html", takes_context=True)
def trail(context: template.Context, obj: Any) -> dict[str, Any]:
    """What was done to `obj`, by whom, when it happened and when it was typed."""
    workflow = REGISTRY[obj._meta.label_lower]
    moves = {move.name: move for move in workflow.moves}
    changes = [
        {
            "change": change,
            "label": moves[change.move].label,
            "state": workflow.states(change.target).label,
            "for_another": change.acted_as in workflow.for_another
            and set(workflow.enterers) <= set(moves[change.move].by),
            "late": timezone.localtime(change.typed_at).date() > change.happened_on,
        }
        for change in StateChange.objects.of(obj)
    ]
    return {"changes": changes, "request": context["request"]}


@register.simple_tag(takes_context=True)
def bulk_moves(context: template.Context, label: str) -> list[Any]:
    """The moves that the signed-in person may make for a list of such things somewhere."""
    workflow = REGISTRY[label]
    words = workflow.rights(context["request"].user, clock.now()).words
    return [move for move in workflow.moves if move.in_bulk and words.intersection(move.by)]
