"""Papers of the township: a tool that knows no Party word."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    """Names the app in the admin."""

    name = "tools.papers"
    label = "papers"
    verbose_name = _("Papers")
