"""What every move asks for. An app's own forms add what its step records."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tools import clock


class MoveForm(forms.Form):
    """The day it happened, and the two hidden fields that make a double click and a stale page harmless."""

    happened_on = forms.DateField(
        label=_("happened on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day on the paper or of the meeting; typed later is all right. Empty: today."),
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, obj: Any, user: Any, **kwargs: Any) -> None:
        self.obj, self.user = obj, user
        initial = {"happened_on": clock.today().isoformat(), "request_id": uuid.uuid4(), "version": obj.version}
        kwargs["initial"] = initial | kwargs.pop("initial", {})
        super().__init__(data, **kwargs)
        self.order_fields([*self.ordered, "happened_on"])

    ordered: tuple[str, ...] = ()

    def clean_happened_on(self) -> Any:
        """An empty day is today."""
        day = self.cleaned_data["happened_on"] or clock.today()
        if day > clock.today():
            raise forms.ValidationError(_t("The day it happened lies in the future; enter the day on which it really happened."))
        return day

    def facts(self) -> dict[str, Any]:
        """What guards and effects get: the move's own fields."""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("happened_on", "request_id", "version")}


class ReasonForm(MoveForm):
    """A move that is only understood with its reason."""

    reason = forms.CharField(label=_("reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    ordered = ("reason",)
