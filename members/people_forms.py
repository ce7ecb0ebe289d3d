"""Somebody leaves; two records are one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.merging import perhaps_the_same
from members.models import Member
from members.partial_dates import shown
from tools import clock


class LeaveForm(forms.Form):
    """How and when."""

    how = forms.ChoiceField(label=_("how"), choices=Member.Left.choices, widget=forms.RadioSelect)
    on = forms.DateField(label=_("last day here"), initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}))


class MergeForm(forms.Form):
    """The other record of the same person; those of the same name are on offer."""

    other = forms.ModelChoiceField(
        label=_("the other record"), queryset=Member.objects.none(), widget=forms.RadioSelect, empty_label=None,
        help_text=_("This record stays; the other one goes, what hangs on it comes here."),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = perhaps_the_same(member)
        self.fields["other"].label_from_instance = lambda one: f"{one.public_name} {shown(one.born)} {one.branch}"
