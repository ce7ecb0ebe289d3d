"""Links that keep the page and change how it is read."""

from django import template
from django.http import QueryDict

register = template.Library()


@register.simple_tag(takes_context=True)
def link_with(context: template.Context, **changes: str) -> str:
    """The address of this page with some of its query changed: `?village=1&size=l`."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def asked_beside(context: dict, name: str) -> list[tuple[str, str]]:
    """What else the address asks for, to be asked again. (In a template `request.GET.items` is the question `?items=`.)"""
    return [(key, value) for key, value in context["request"].GET.items() if key != name]
