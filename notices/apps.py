"""Wires the app into Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Names the app in the admin."""

    name = "notices"
    verbose_name = _("Notices")
