"""The admin site: open by mandate, not by a flag on the account."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.scope import may_use_admin


class TownshipAdminSite(admin.AdminSite):
    """For the township (all) and secretaries (their own village's rows)."""

    site_header = _("Records of the township")
    site_title = _("Records")
    index_title = _("All records")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """By mandate in force."""
        return may_use_admin(request.user)
