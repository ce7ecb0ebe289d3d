"""Sessions with limits, the forced first change of a password, and the reader's language."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from tools import clock
from tools.accounts.preferences import SIZES

Answer = Callable[[HttpRequest], HttpResponse]
YEAR = 365 * 24 * 60 * 60


class PreferencesMiddleware:
    """The language follows the `lang` cookie and nothing else: an office PC that speaks English is no wish for English."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's language; a link with `?size=` is remembered."""
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if request.GET.get("size") in SIZES:
            response.set_cookie("size", request.GET["size"], max_age=YEAR, samesite="Lax", secure=request.is_secure())
        if request.GET.get("contrast") in ("normal", "high"):
            response.set_cookie(
                "contrast", request.GET["contrast"], max_age=YEAR, samesite="Lax", secure=request.is_secure()
            )
        return response


class NotKeptMiddleware:
    """No answer to somebody with a session stays in his browser: who sits down at the office PC after him and goes back sees
    nothing. The cookie decides, not the account: a fault's page, too, and one without a database. No refusal stays anywhere:
    what is missing, locked or away now is asked for again the next time.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, to be kept by nobody."""
        response = self.get_response(request)
        has_session = (
            settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies
        )
        if has_session or response.status_code >= 400:
            add_never_cache_headers(response)
        return response


class SessionLimitsMiddleware:
    """Thirty minutes idle, twelve hours at most, measured here and not by the browser's cookie."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out whose time is over; note at most once a minute that somebody is there."""
        if request.user.is_authenticated:
            now, session = clock.now().timestamp(), request.session
            begun, seen = session.get("begun"), session.get("seen")
            if begun is None:
                session["begun"] = session["seen"] = now
            elif now - begun > settings.SESSION_ABSOLUTE_SECONDS or now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif now - seen > 60:
                session["seen"] = now
        return self.get_response(request)


class FirstPasswordMiddleware:
    """Who signed in with a password from a slip changes it before anything else."""

    OPEN = ("accounts:password_change", "accounts:logout", "accounts:login")

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, unless the password has to be changed first."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        """Only the page of the change itself, signing out and public pages answer meanwhile."""
        user = request.user
        if not user.is_authenticated or not user.must_change_password or not getattr(view, "login_required", True):
            return None
        if request.resolver_match.view_name in self.OPEN:
            return None
        return redirect("accounts:password_change")
