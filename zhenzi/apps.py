"""The roof as a Django app (for its commands), and the admin that the township and the secretaries see."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class ZhenziConfig(AppConfig):
    """Carries the command that builds the demo township."""

    name = "zhenzi"
    default = True


class TownshipAdminConfig(admin.AdminConfig):
    """Points Django's admin at the township's own site."""

    default = False
    default_site = "zhenzi.admin.TownshipAdminSite"

    def ready(self) -> None:
        """Load every app's admin, and take out what Django registers by itself: rights come by mandate, not by its groups."""
        super().ready()
        from django.contrib.admin import site
        from django.contrib.auth.models import Group

        site.unregister(Group)
