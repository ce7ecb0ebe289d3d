"""Who signs in. A user is an account, not a member: members without accounts are the rule."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account with which somebody of the township signs in."""

    first_name = None
    last_name = None
    email = None
    name = models.CharField(_("person's name"), max_length=40, blank=True)
    must_change_password = models.BooleanField(_("must change the password"), default=False)

    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name as shown; the account's where no name was given."""
        return str(self)

    def get_short_name(self) -> str:
        """The same: Chinese names are not cut."""
        return str(self)
