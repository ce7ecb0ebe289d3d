"""Who signs in. A user is an account, not a member: members without accounts are the rule."""

from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Accounts have no address of e-mail; Django's own manager asks for one."""

    def create_user(self, username: str, password: str | None = None, **more: Any) -> "User":
        """An account; without a password nobody can sign in with it."""
        user = self.model(username=self.model.normalize_username(username), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **more: Any) -> "User":
        """The maintainer (系统维护员): sees the records, holds no role in the township. `manage.py createsuperuser` calls it."""
        return self.create_user(username, password, is_staff=True, is_superuser=True, **more)

    def has_demo(self) -> bool:
        """Whether accounts of the demo township are left, whose password everybody knows."""
        return self.filter(is_demo=True).exists()

    def beside_demo(self) -> models.QuerySet:
        """Accounts, each with the same answer as `beside_demo`."""
        return self.annotate(beside_demo=models.Exists(self.filter(is_demo=True)))


class User(AbstractUser):
    """An account with which somebody of the township signs in."""

    first_name = None
    last_name = None
    email = None
    name = models.CharField(_("person's name"), max_length=40, blank=True)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    is_demo = models.BooleanField(_("account of the demo township"), default=False, editable=False)

    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

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
