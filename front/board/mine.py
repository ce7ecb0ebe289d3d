"""“My village”: a cookie with the village's code and nothing about the person, set when he asks for it and not before."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tools.accounts.middleware import YEAR

COOKIE = "village"


def mine_of(request: HttpRequest) -> str:
    """The code that this browser remembers; whatever else stands in the cookie is no code."""
    code = request.COOKIES.get(COOKIE, "")
    return code if code.isascii() and code.isdigit() and len(code) == 12 else ""


def remember(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """Keep the code for a year."""
    response.set_cookie(COOKIE, code, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)


def forget(response: HttpResponse) -> None:
    """Keep none."""
    response.delete_cookie(COOKIE, samesite=settings.SESSION_COOKIE_SAMESITE)
