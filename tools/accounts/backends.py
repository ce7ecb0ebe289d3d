"""Who may sign in."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser


class AccountBackend(ModelBackend):
    """Signs in by user name and password. Django asks it at every request too, so a right that ends here ends at once."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        """No disabled account; none of the demo township either, whose passwords are printed, where no demo is wanted."""
        return super().user_can_authenticate(user) and (not user.is_demo or settings.DEBUG or settings.ALLOW_DEMO)

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        """The person behind a session, and whether accounts of the demo township are left (`beside_demo`): every page says so."""
        try:
            user = get_user_model().objects.beside_demo().get(pk=user_id)
        except get_user_model().DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None
