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
from tools import clock
from tools.workflow.days import DayField


class RosterFilter(VillageFilter):
    """Members by village, branch, name, presence and category."""

    q = forms.CharField(
        label=_("person's name"), required=False, max_length=40, help_text=_("Characters, pinyin or initials."),
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
    left = forms.ChoiceField(label=_("who"), required=False, choices=[("", _("who is here")), ("1", _("who has left"))])
    field_order = ["q", "village", "branch", "presence", "category", "left"]

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
        rows = rows.exclude(left_on=None) if self.chosen("left") else rows.here()
        return rows.by_sound()


class MandateFilter(VillageFilter):
    """Mandates by account, village and role."""

    q = forms.CharField(
        label=_("account"), required=False, max_length=40, widget=forms.TextInput(attrs={"type": "search"})
    )
    role = forms.ChoiceField(label=_("role"), required=False, choices=[("", _("all roles")), *Role.choices])
    field_order = ["q", "village", "role"]

    def applied_to(self, rows: Any) -> Any:
        """Those asked for."""
        if village := self.chosen("village"):
            rows = rows.filter(village=village)
        if role := self.chosen("role"):
            rows = rows.filter(role=role)
        return rows.matching(self.chosen("q") or "")


class MandateForm(forms.ModelForm):
    """A right given to an account: what, where, from when to when."""

    class Meta:
        model = Mandate
        fields = ["user", "role", "village", "zone", "starts_on", "ends_on"]
        field_classes = {"starts_on": DayField, "ends_on": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The maintainer sees all and holds no role: he signs for nobody.
        accounts = get_user_model().objects.filter(is_active=True, is_superuser=False)
        self.fields["user"].queryset = accounts.order_by("username")
        self.fields["user"].label_from_instance = lambda user: f"{user.username} {user.name}"
        self.fields["village"].queryset = Village.objects.order_by("code")
        self.fields["zone"].choices = [("", "—"), *ZoneCode.choices]

    def clean(self) -> dict[str, Any]:
        """The same right twice on one day would only have to be taken twice; a renewal that begins later is none of that."""
        cleaned = super().clean()
        same = {name: cleaned.get(name) for name in ("user", "role", "village")} | {"zone": cleaned.get("zone") or ""}
        known = Mandate.objects.overlapping(cleaned.get("starts_on") or clock.today(), cleaned.get("ends_on"))
        if cleaned.get("user") and known.filter(**same).exists():
            raise forms.ValidationError(_("This account has this mandate already."))
        return cleaned


class AccountForm(forms.Form):
    """A new account: for a member of the roster, or for somebody of the staff."""

    username = forms.RegexField(
        label=_("account name"), regex=r"^[a-z0-9][a-z0-9._-]{1,39}$", max_length=40,
        help_text=_("Small letters, figures, - and _ ; at least two."),
    )  # fmt: skip
    name = forms.CharField(label=_("person's name"), max_length=40, required=False)
    member = forms.IntegerField(required=False, widget=forms.HiddenInput)
