"""The admin site: open by mandate, not by a flag on the account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from members.scope import enter_admin, may_use_admin

DOES = ("GET", "HEAD", "POST")


class Offered(AutocompleteJsonView):
    """What a field offers while one types: people told apart."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """As a form's own list names them."""
        found = super().serialize_result(obj, to_field_name)
        return found | {"text": getattr(obj, "told_apart", found["text"])}


class TownshipAdminSite(admin.AdminSite):
    """For the township (all) and secretaries (their own village's rows)."""

    site_header = _("Records of the township")
    site_title = _("Records")
    index_title = _("All records")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """By mandate in force."""
        return may_use_admin(request.user)

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Who is signed in and may not come in is told so, and not sent to sign in once more."""
        inside = super().admin_view(view, cacheable)

        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                raise PermissionDenied(_("The records are for the township and for the villages' secretaries."))
            if request.method not in DOES:
                return HttpResponseNotAllowed(DOES)  # Django would answer as if it had been GET.
            enter_admin(request.user)
            return inside(request, *args, **kwargs)

        return door

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """The stock one, its words ours."""
        return Offered.as_view(admin_site=self)(request)

    def get_urls(self) -> list[Any]:
        """Without the stock pages that would open other rows (`r/`) or be a second door (sign-in, passwords)."""
        closed = {"view_on_site", "login", "logout", "password_change", "password_change_done"}
        urls = [url for url in super().get_urls() if getattr(url, "name", None) not in closed]
        for url in urls:
            if hasattr(getattr(url, "callback", None), "login_url"):
                url.callback.login_url = reverse_lazy("accounts:login")  # Django means its own, which is closed.
        return urls


# Words of Django's own admin that its Chinese catalogue lacks; said here, they stand in ours.
LACKING = (_("Model name"), _("Add link"), _("Change or view list link"))
