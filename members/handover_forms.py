"""Who becomes secretary, from which day; and the same for all villages at a change of term."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.models import Mandate, Member, Village
from members.querysets import Sound
from members.roles import SECRETARY
from tools import clock
from tools.workflow.days import DayField


class HandoverForm(forms.Form):
    """The next secretary of one village, or who runs the branch for the time being."""

    member = forms.ModelChoiceField(label=_("next secretary"), queryset=Member.objects.none())
    on = DayField(
        label=_("from"),
        help_text=_("The former secretary's right ends the day before. What he did stays in the trail."),
    )  # fmt: skip
    until = DayField(
        label=_("runs the branch until"), required=False,
        help_text=_("Only for somebody who stands in for the secretary: the last day. The secretary stays in office."),
    )  # fmt: skip

    def __init__(self, *args: Any, village: Village, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Member.objects.here().of_village(village.pk).filter(category="formal")
        self.fields["member"].queryset = people.select_related("branch").order_by(Sound("search_key"), "pk")
        self.fields["member"].label_from_instance = lambda member: member.told_apart
        self.fields["on"].initial = clock.today().isoformat()

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned = super().clean()
        if cleaned.get("until") and cleaned.get("on") and cleaned["until"] < cleaned["on"]:
            self.add_error("until", _t("The last day lies before the first."))
        return cleaned


class TermForm(forms.Form):
    """换届: the day, and for every village its next secretary; left empty, the present one stays."""

    on = DayField(label=_("the new term begins on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today().isoformat()
        self.villages = {village.pk: village for village in Village.objects.order_by("code")}
        people: dict[int, list[Member]] = {pk: [] for pk in self.villages}
        formal = Member.objects.here().filter(category="formal", branch__village__isnull=False).select_related("branch")
        for member in formal.order_by(Sound("search_key"), "pk"):
            people[member.branch.village_id].append(member)
        self.people = {str(member.pk): member for found in people.values() for member in found}
        now = Member.objects.secretaries(clock.today())
        self.present: dict[int, list[str]] = {}
        for village_id, member_id in dict.fromkeys(now):
            if member := self.people.get(str(member_id)):
                self.present.setdefault(village_id, []).append(member.told_apart)
        signed_in = Mandate.objects.not_over(clock.today()).filter(role=SECRETARY).values_list("village_id", flat=True)
        without = {village_id: str(member_id) for village_id, member_id in now if village_id not in set(signed_in)}
        for pk, village in self.villages.items():
            choices = [("", _("stays as it is")), *((str(m.pk), m.told_apart) for m in people[pk])]
            self.fields[f"next-{pk}"] = forms.ChoiceField(label=str(village), required=False, choices=choices)
            if (mine := without.get(pk)) in dict(choices):
                # He is secretary by the roster and has no account yet: the first day needs no other page.
                self.fields[f"next-{pk}"].initial = mine

    def rows(self) -> list[tuple[str, Any]]:
        """For the page: who is secretary now, and the field of the next one."""
        return [("、".join(self.present.get(pk, [])), self[f"next-{pk}"]) for pk in self.villages]

    def clean(self) -> dict[str, Any]:
        """At least one village changes."""
        cleaned = super().clean()
        if not self.errors and not self.chosen():
            raise forms.ValidationError(_t("Choose the next secretary of at least one village."))
        return cleaned

    def chosen(self) -> list[tuple[Village, Member]]:
        """The villages that change, and their next secretaries."""
        picked = ((village, self.cleaned_data.get(f"next-{pk}")) for pk, village in self.villages.items())
        return [(village, self.people[key]) for village, key in picked if key]


class SlipsForm(forms.Form):
    """Accounts of one village that get a new first password at once."""

    accounts = forms.ModelMultipleChoiceField(
        label=_("accounts"), queryset=None, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one account.")},
    )  # fmt: skip

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accounts"].queryset = accounts
        self.fields["accounts"].label_from_instance = lambda user: f"{user.name} {user.username}"
