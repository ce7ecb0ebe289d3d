"""Sheets of the township: a tool that knows no Party word."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SheetsConfig(AppConfig):
    """Names the app in the admin."""

    name = "tools.exchange"
    label = "exchange"
    verbose_name = _("Sheets")
