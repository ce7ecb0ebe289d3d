"""What every page shows of the town: its name, its telephone, its footer."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from members.models import Township
from members.scope import reach


def township(request: HttpRequest) -> dict:
    """The town and what the person may see; read only where a template asks, the town not where a view has it already."""
    user, town = getattr(request, "user", None), getattr(request, "town", None)
    return {
        "township": town or SimpleLazyObject(Township.objects.current),
        "reach": SimpleLazyObject(lambda: reach(user)),
    }
