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
