"""The roster narrowed, mandates given, accounts made."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from members.filters import VillageFilter
from members.models import Branch, Mandate, Member, Village
from members.roles import Role
from members.scope import reach
from members.zones import ZoneCode


class RosterFilter(VillageFilter):
    """Members by village, branch, name, presence and category."""

    q = forms.CharField(
        label=_("name"), required=False, max_length=40, help_text=_("Characters, pinyin or initials."),
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    branch = forms.ModelChoiceField(
        label=_("branch"), queryset=Branch.objects.none(), required=False, empty_label=_("all branches")
    )
    presence = forms.ChoiceField(
        label=_("presence"), required=False, choices=[("", _("all")), *Member.Presence.choices]
    )
    category = forms.ChoiceField(
        label=_("category"), required=False, choices=[("", _("all")), *Member.Category.choices]
    )
    field_order = ["q", "village", "branch", "presence", "category"]

    def __init__(self, request: Any) -> None:
        super().__init__(request)
        branches = Branch.objects.visible_to(request.user).order_by("pk")
        self.fields["branch"].queryset = branches
        if not reach(request.user).everything:
            del self.fields["branch"]
        self.order_fields(self.field_order)
        self.full_clean()

    def applied_to(self, rows: Any) -> Any:
        """The members asked for, branch by branch and by the sound of their names."""
        if village := self.chosen("village"):
            rows = rows.of_village(village.pk)
        for name in ("branch", "presence", "category"):
            if value := self.chosen(name):
                rows = rows.filter(**{name: value})
        if text := self.chosen("q"):
            rows = rows.matching(text)
        return rows.by_sound()


class MandateFilter(VillageFilter):
    """Mandates by village and role."""

    role = forms.ChoiceField(label=_("role"), required=False, choices=[("", _("all roles")), *Role.choices])

    def applied_to(self, rows: Any) -> Any:
        """Those asked for."""
        if village := self.chosen("village"):
            rows = rows.filter(village=village)
        if role := self.chosen("role"):
            rows = rows.filter(role=role)
        return rows


class MandateForm(forms.ModelForm):
    """A right given to an account: what, where, from when to when."""

    class Meta:
        model = Mandate
        fields = ["user", "role", "village", "zone", "starts_on", "ends_on"]
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}),
            "ends_on": forms.DateInput(attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = get_user_model().objects.filter(is_active=True).order_by("username")
        self.fields["user"].label_from_instance = lambda user: f"{user.username} {user.name}"
        self.fields["village"].queryset = Village.objects.order_by("code")
        self.fields["zone"].choices = [("", "—"), *ZoneCode.choices]


class AccountForm(forms.Form):
    """A new account: for a member of the roster, or for somebody of the staff."""

    username = forms.RegexField(
        label=_("account name"), regex=r"^[a-z0-9][a-z0-9._-]{1,39}$", max_length=40,
        help_text=_("Small letters, figures, - and _ ; at least two."),
    )  # fmt: skip
    name = forms.CharField(label=_("name"), max_length=40, required=False)
    member = forms.IntegerField(required=False, widget=forms.HiddenInput)
