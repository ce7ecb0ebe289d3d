"""What posting, concluding and looking into objections ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from notices.models import Notice, Objection
from tools import clock
from tools.workflow.forms import MoveForm


class OpenForm(MoveForm):
    """The day on which the notice goes up, or went up on the wall already."""

    opens_on = forms.DateField(
        label=_("posted on"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Today, or the day on which it was already put up on the wall: the period counts from then."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opens_on"].initial = clock.today().isoformat()
        self.fields["happened_on"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """It happened on the day it went up, whatever day it was typed."""
        cleaned = super().clean()
        if "opens_on" in cleaned:
            cleaned["opens_on"] = cleaned["opens_on"] or clock.today()
            if cleaned["opens_on"] > clock.today():
                self.add_error("opens_on", _t("A notice goes up today or went up already; this day has not come yet."))
            cleaned["happened_on"] = cleaned["opens_on"]
        return cleaned


class ConcludeForm(MoveForm):
    """A person's statement; the machine never concludes alone."""

    stated = forms.BooleanField(
        label=_("I state: the period is over, and no objection stands against the lines that are concluded."),
        error_messages={"required": _("Tick the statement: a person says so, not the machine.")},
    )
    ordered = ("stated",)


class FindingForm(MoveForm):
    """What the township found."""

    finding = forms.CharField(
        label=_("finding"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The village reads this. Write what was found, nothing about who objected."),
    )  # fmt: skip
    ordered = ("finding",)


class NoticeForm(forms.ModelForm):
    """The words of a notice while it is a draft."""

    class Meta:
        model = Notice
        fields = ["title", "basis", "body", "organ", "phone", "place"]
        widgets = {"basis": forms.Textarea(attrs={"rows": 3}), "body": forms.Textarea(attrs={"rows": 3})}


class TypedObjectionForm(forms.ModelForm):
    """An objection that came by letter, telephone or in person, typed by the township."""

    class Meta:
        model = Objection
        fields = ["line", "channel", "received_on", "text", "signed"]
        widgets = {"received_on": forms.DateInput(attrs={"type": "date"}), "text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notice = notice
        self.fields["line"].queryset = notice.lines.all()
        self.fields["line"].label_from_instance = lambda line: " · ".join([str(line.number), *line.columns.values()])
        self.fields["line"].empty_label = _("the whole list")
        self.fields["channel"].choices = [c for c in Objection.Channel.choices if c[0] != Objection.Channel.BOARD]

    def clean_received_on(self) -> Any:
        """Within the period: an objection after it is another matter."""
        day = self.cleaned_data["received_on"]
        if not (self.notice.opened_on <= day <= self.notice.ends_on) or day > clock.today():
            raise forms.ValidationError(
                _t("Objections are taken from %(from)s to %(to)s.") % {"from": self.notice.opened_on, "to": self.notice.ends_on}
            )
        return day


class ObjectionForm(forms.ModelForm):
    """A stranger's objection from the board: one line, what, and, if he likes, who he is."""

    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))

    class Meta:
        model = Objection
        fields = ["line", "text", "signed"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = notice.lines.all()
        self.fields["line"].label_from_instance = lambda line: " · ".join([str(line.number), *line.columns.values()])
        self.fields["line"].empty_label = _("the whole list")

    def clean_website(self) -> str:
        """People do not see this field; machines fill it in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_t("Leave this field empty."))
        return ""
