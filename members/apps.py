"""Wires the app into Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Names the app in the admin."""

    name = "members"
    verbose_name = _("Organisation")
