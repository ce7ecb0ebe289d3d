"""What a stranger writes who objects, what the township types for him, and what it says at the end."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.filters import VillageFilter
from members.public import personal_numbers
from notices.actions import note_late_objection, receive_objection, take_up_late
from notices.kinds import KINDS
from notices.models import Line, Notice, Objection
from notices.moves import NoticeState, ObjectionState
from tools import clock
from tools.workflow.forms import MoveForm, OnceForm

COMMON = {"村民", "居民", "群众", "党员", "匿名", "本人", "电话", "手机"}
"""Words of a signature that name nobody."""


class FindingForm(MoveForm):
    """What the township found."""

    finding = forms.CharField(
        label=_("finding"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The village reads this. Write what was found, nothing about who objected."),
    )  # fmt: skip
    ordered = ("finding",)

    def clean_finding(self) -> str:
        """The village reads it."""
        return telling_nobody(self.cleaned_data["finding"], self.obj)


def telling_nobody(finding: str, objection: Objection) -> str:
    """The finding itself, unless somebody's number or the name of who signed the objection stands in it: the village reads it."""
    if found := personal_numbers(finding):
        raise forms.ValidationError(
            _t("The village reads this; “%(number)s” would tell it who objected. Take it out.") % {"number": found[0]}
        )
    if any(name in finding for name in names_in(objection.signed)):
        raise forms.ValidationError(_t("The village reads this, and it names who objected. Take the name out."))
    return finding


def names_in(signed: str) -> set[str]:
    """What in a signature can be somebody's name: its words of two characters and more that are no common ones."""
    return set(re.findall(r"[^\W\d_]{2,}(?:[·•][^\W\d_]+)*", signed)) - COMMON


class DeclineForm(FindingForm):
    """Why an objection is not taken up."""

    ground = forms.ChoiceField(
        label=_("why it is not taken up"), choices=[("", _("choose")), *Objection.Ground.choices]
    )
    ordered = ("ground", "finding")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.obj.is_in_period:
            self.fields["ground"].initial = Objection.Ground.LATE


class ObjectionFilter(VillageFilter):
    """Objections by village; those looked into only when asked for."""

    state = forms.ChoiceField(
        label=_("state"),
        required=False,
        choices=[("", _("to be looked into")), ("all", _("all states")), *ObjectionState.choices[1:]],
    )

    def applied_to(self, rows: Any) -> Any:
        """The objections asked for, those that wait longest first."""
        if village := self.chosen("village"):
            rows = rows.filter(notice__village=village)
        state = self.chosen("state")
        if state is None:
            return rows.waiting().order_by("received_on", "pk")
        return (rows if state == "all" else rows.filter(state=state)).order_by("-received_on", "-pk")


def line_label(notice: Notice, line: Line) -> str:
    """A line as one chooses it: its number and its public columns in the order of the list."""
    cells = [line.columns.get(key, "") for key in KINDS[notice.kind].columns]
    return " · ".join([str(line.number), *filter(None, cells)])


class TypedObjectionForm(OnceForm):
    """An objection that came by letter, telephone or in person, typed by the township."""

    all_the_same = forms.BooleanField(
        label=_("It came after the last day, but is taken up all the same"), required=False,
        help_text=_("Without this, what came after the last day is kept as not taken up and holds nothing."),
    )  # fmt: skip

    class Meta:
        model = Objection
        fields = ["line", "channel", "received_on", "text", "signed"]
        widgets = {"received_on": forms.DateInput(attrs={"type": "date"}), "text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notice = notice
        self.fields["line"].queryset = notice.lines.all()
        self.fields["line"].label_from_instance = lambda line: line_label(notice, line)
        self.fields["line"].empty_label = _("the whole list")
        self.fields["channel"].choices = [c for c in Objection.Channel.choices if c[0] != Objection.Channel.BOARD]
        self.fields["text"].label, self.fields["signed"].label = _("text"), _("name and how to reach")
        self.fields["channel"].initial = Objection.Channel.LETTER
        self.fields["signed"].help_text = _("Empty where it is anonymous. The village never reads it.")
        if clock.today() <= notice.ends_on:
            del self.fields["all_the_same"]
        self.fields["received_on"].initial = min(clock.today(), notice.ends_on).isoformat()

    def clean_received_on(self) -> Any:
        """From the first day on, and not to come."""
        day = self.cleaned_data["received_on"]
        if day > clock.today() or day < self.notice.opened_on:
            raise forms.ValidationError(
                _t("Objections are taken from %(from)s to %(to)s.")
                % {"from": self.notice.opened_on, "to": self.notice.ends_on}
            )
        return day

    def clean(self) -> dict[str, Any]:
        """What came after the last day can be taken up only while nothing is concluded."""
        cleaned = super().clean()
        if self.is_late and cleaned.get("all_the_same") and self.notice.state != NoticeState.OPEN:
            self.add_error(
                "all_the_same", _t("This list is concluded; whoever took up his post leaves it by a step of its own.")
            )
        if "received_on" in cleaned and not self.is_late and self.notice.state != NoticeState.OPEN:
            self.add_error(
                "received_on",
                _t("Objections are taken while the notice is posted; its period is over, or it was taken down."),
            )
        return cleaned

    @property
    def is_late(self) -> bool:
        """Whether it came after the last day."""
        day = self.cleaned_data.get("received_on")
        return bool(day and day > self.notice.ends_on)

    def keep(self, user: Any) -> Objection:
        """The objection as the township takes it: in time, late and not taken up, or late and taken up all the same."""
        if not self.is_late:
            return receive_objection(self.notice, **self.words())
        take = take_up_late if self.cleaned_data.get("all_the_same") else note_late_objection
        return take(self.notice, actor=user, **self.words())

    def words(self) -> dict[str, Any]:
        """What the objection is made of."""
        names = ("line", "channel", "received_on", "text", "signed")
        return {name: self.cleaned_data[name] for name in names} | {"uuid": self.instance.uuid}


class ObjectionForm(forms.ModelForm):
    """A stranger's objection from the board: against whom, what, and, if he likes, who he is."""

    WHOLE_LIST = "list"

    line = forms.ChoiceField(
        label=_("objection against"), error_messages={"required": _("Choose whom it is about, or the whole list.")}
    )
    website = forms.CharField(
        required=False,
        label=_("Leave this field empty."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    field_order = ["line", "text", "signed"]

    class Meta:
        model = Objection
        fields = ["text", "signed"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {str(line.pk): line for line in notice.lines.all()}
        named = [(pk, line_label(notice, line)) for pk, line in self.lines.items()]
        self.fields["line"].choices = [("", _t("choose")), *named, (self.WHOLE_LIST, _t("the whole list"))]
        if len(named) == 1:
            self.fields["line"].initial = named[0][0]

    def clean_line(self) -> Line | None:
        """The line objected to; None for the list as a whole."""
        return self.lines.get(self.cleaned_data["line"])

    def clean_website(self) -> str:
        """People do not see this field; machines fill it in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_t("Leave this field empty."))
        return ""
