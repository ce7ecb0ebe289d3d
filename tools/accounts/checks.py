"""What `check --deploy` says of the accounts."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Warning, register
from django.db import DatabaseError


@register("accounts", deploy=True)
def demo_accounts(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A warning while accounts are left whose password everybody knows; none before the database has its tables."""
    try:
        left = get_user_model().objects.has_demo()
    except DatabaseError:
        return []
    hint = "Begin a real township on a database of its own; the demo's accounts sign in nowhere with ALLOW_DEMO=0."
    return [Warning("Accounts of the demo township are left.", hint=hint, id="accounts.W001")] if left else []
