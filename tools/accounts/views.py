"""Signing in, signing out, changing one's password, and what a refused sign-in sees."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tools import clock
from tools.accounts.address import address_of
from tools.accounts.budget import is_spent, named
from tools.accounts.forms import OwnPasswordForm
from tools.accounts.middleware import YEAR
from tools.accounts.sessions import end_sessions


class SignInForm(AuthenticationForm):
    """Name and password. A name longer than any is nobody's, and is not counted: PostgreSQL would break on it."""

    def clean_username(self) -> str:
        """Refused in the words for a wrong one."""
        written = self.cleaned_data["username"]
        if len(written) > self.fields["username"].max_length:
            raise self.get_invalid_login_error()
        return written


class SignIn(views.LoginView):
    """The door for everybody with an account."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A name whose tries of the day are used up is not tried again from a new address."""
        if is_spent(named(request.POST.get("username", "")), address_of(request)):
            return locked_out(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """The time of the session counts from here, not from the first page that is asked for."""
        answer = super().form_valid(form)
        self.request.session["begun"] = self.request.session["seen"] = clock.now().timestamp()
        return answer


class SignOut(views.LogoutView):
    """Out; by POST only. `everywhere`: on every other machine too."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End this session, or all of the account."""
        if "everywhere" in request.POST and request.user.is_authenticated:
            end_sessions(request.user)
        return super().post(request, *args, **kwargs)


@require_http_methods(["GET", "POST"])
def password_change(request: HttpRequest) -> HttpResponse:
    """A password of one's own; other sessions of the account end with the old one."""
    form = OwnPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, _("Your password is changed. Sessions elsewhere have ended."))
        return redirect("desk:home")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/password_change.html", {"form": form}, status=status)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language; back to the page."""
    target = request.POST.get("next") or "/"
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    if request.POST.get("lang") in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            request.POST["lang"],
            max_age=YEAR,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords for this name from this address."""
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    response = render(request, "429.html", {"minutes": seconds // 60}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was too old, or did not come from here."""
    sentence = _("The page has expired or cookies are off. Go back, reload it and send it again; nothing was written.")
    return render(request, "403.html", {"sentence": sentence}, status=403)
