"""Accounts: who signs in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Names the app in the admin."""

    name = "tools.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Let Django run this app's checks."""
        from tools.accounts import checks  # noqa: F401, PLC0415
