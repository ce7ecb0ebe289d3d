"""Upkeep of the township: a tool that knows no Party word."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UpkeepConfig(AppConfig):
    """Names the app in the admin."""

    name = "tools.upkeep"
    label = "upkeep"
    verbose_name = _("Upkeep")
