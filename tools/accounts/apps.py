"""Accounts: who signs in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Names the app in the admin."""

    name = "tools.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
