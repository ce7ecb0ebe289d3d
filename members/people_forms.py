"""Somebody leaves; two records are one."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.merging import perhaps_the_same
from members.models import Branch, Member, Transfer
from tools import clock


class LeaveForm(forms.Form):
    """How and when."""

    how = forms.ChoiceField(label=_("how"), choices=Member.Left.choices, widget=forms.RadioSelect)
    on = forms.DateField(label=_("last day here"), initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}))


class TransferForm(forms.Form):
    """Where to, and as what."""

    kind = forms.ChoiceField(label=_("kind"), choices=Transfer.Kind.choices, widget=forms.RadioSelect, initial="move")
    to_branch = forms.ModelChoiceField(label=_("branch that takes him in"), queryset=Branch.objects.none())
    happened_on = forms.DateField(
        label=_("day of the paper"), initial=clock.today, widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(label=_("reason"), max_length=200, required=False)
    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_branch"].queryset = Branch.objects.exclude(pk=member.branch_id).order_by("village__code", "pk")
        if member.branch.village_id:
            del self.fields["kind"]  # Who belongs to a village reports in nowhere else.

    def clean(self) -> dict[str, Any]:
        """Without a choice it is a transfer."""
        return {"kind": Transfer.Kind.MOVE.value} | super().clean()


class MergeForm(forms.Form):
    """The other record of the same person; those of the same name are on offer."""

    other = forms.ModelChoiceField(
        label=_("the other record"), queryset=Member.objects.none(), widget=forms.RadioSelect, empty_label=None,
        help_text=_("This record stays; the other one goes, what hangs on it comes here."),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = perhaps_the_same(member)
        self.fields["other"].label_from_instance = lambda one: f"{one.told_apart} {one.branch}"
