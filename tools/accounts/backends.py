"""Who may sign in."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser


class AccountBackend(ModelBackend):
    """Signs in by user name and password. Django asks it at every request too, so a right that ends here ends at once."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        """No disabled account; none of the demo township either, whose passwords are printed, where no demo is wanted."""
        return super().user_can_authenticate(user) and (not user.is_demo or settings.DEBUG or settings.ALLOW_DEMO)
