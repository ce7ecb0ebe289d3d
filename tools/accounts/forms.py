"""Signing in and choosing a password of one's own."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _


class OwnPasswordForm(SetPasswordForm):
    """The present password once, the new one twice."""

    error_messages = {
        **SetPasswordForm.error_messages,
        "wrong": _("The present password is not right. It is the one on your slip, or the one you chose last."),
    }
    old_password = forms.CharField(
        label=_("Present password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ["old_password", "new_password1", "new_password2"]

    def clean_old_password(self) -> str:
        """Refuse where it is not the present one."""
        if not self.user.check_password(self.cleaned_data["old_password"]):
            raise forms.ValidationError(self.error_messages["wrong"])
        return self.cleaned_data["old_password"]

    def clean(self) -> dict[str, Any]:
        """A slip's password is used once: the new one differs."""
        cleaned = super().clean()
        if cleaned.get("new_password1") and cleaned.get("new_password1") == cleaned.get("old_password"):
            raise forms.ValidationError({"new_password1": _t("The new password is the present one. Choose another.")})
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """The slip has done its work."""
        self.user.must_change_password = False
        return super().save(commit)
