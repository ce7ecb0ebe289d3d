"""What every page shows of the town: its name, its telephone, its footer."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from members.models import Township
from members.scope import reach


def township(request: HttpRequest) -> dict:
    """The town and what the person may see; both read only where a template asks."""
    user = getattr(request, "user", None)
    return {"township": SimpleLazyObject(Township.objects.current), "reach": SimpleLazyObject(lambda: reach(user))}
