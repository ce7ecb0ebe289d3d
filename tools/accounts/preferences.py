"""How somebody wants to read: language and size of type, kept in cookies, carried by links inside chat apps."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest

SIZES = ("n", "l", "xl")


def size_of(request: HttpRequest) -> str:
    """`l` large type, `xl` very large, `n` as usual; `?size=` of a link wins over the cookie."""
    asked = request.GET.get("size") or request.COOKIES.get("size") or "n"
    return asked if asked in SIZES else "n"


def contrast_of(request: HttpRequest) -> str:
    """`high` where somebody asked for high contrast."""
    return "high" if (request.GET.get("contrast") or request.COOKIES.get("contrast")) == "high" else "normal"


def page(request: HttpRequest) -> dict[str, object]:
    """What every page needs to know about its reader and the network it goes over."""
    return {
        "size": size_of(request),
        "contrast": contrast_of(request),
        "plain_http": settings.PLAIN_HTTP,
        "has_demo": lambda: _has_demo(request),
    }


def _has_demo(request: HttpRequest) -> bool:
    """As it was read with the person; asked for where he has just signed in."""
    known = getattr(request.user, "beside_demo", None)
    return get_user_model().objects.has_demo() if known is None else known
