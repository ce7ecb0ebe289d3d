"""What posting, concluding and looking into objections ask for."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.filters import VillageFilter
from members.public import without_numbers
from notices.kinds import KINDS
from notices.models import Line, Notice, Objection
from notices.moves import NoticeState, ObjectionState
from tools import clock
from tools.workflow.forms import MoveForm, OnceForm, ReasonForm


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


class TakeDownForm(ReasonForm):
    """Why a notice comes down: everybody reads it, as a correction."""

    def clean_reason(self) -> str:
        """It is published: nobody's number stands in it."""
        return without_numbers(self.cleaned_data["reason"])


class FindingForm(MoveForm):
    """What the township found."""

    finding = forms.CharField(
        label=_("finding"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The village reads this. Write what was found, nothing about who objected."),
    )  # fmt: skip
    ordered = ("finding",)


class NoticeForm(OnceForm):
    """A notice while it is a draft: its words, who stands on it, and which notice it corrects."""

    picked = forms.TypedMultipleChoiceField(label=_("on the list"), coerce=int, widget=forms.CheckboxSelectMultiple)
    corrects = forms.ModelChoiceField(
        label=_("corrects"), queryset=Notice.objects.none(), required=False, empty_label=_("no other notice"),
        help_text=_("Only where a notice was taken down and this one stands in its place."),
    )  # fmt: skip

    class Meta:
        model = Notice
        fields = ["title", "basis", "body", "organ", "phone", "place"]
        widgets = {"basis": forms.Textarea(attrs={"rows": 3}), "body": forms.Textarea(attrs={"rows": 3})}

    field_order = ["picked"]

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village, drafted = self.instance.village, self.instance if self.instance.pk else None
        self.candidates = {c.subject_id: c for c in KINDS[kind].candidates(village, drafted)}
        self.fields["picked"].choices = [(c.subject_id, c.label) for c in self.candidates.values()]
        standing = drafted.lines.values_list("subject_id", flat=True) if drafted else self.candidates
        self.fields["picked"].initial = list(standing)
        standing_in = Q(pk=self.instance.corrects_id) if drafted else Q(pk=None)
        down = Notice.objects.filter(Q(pk__in=Notice.objects.uncorrected()) | standing_in, village=village, kind=kind)
        self.fields["corrects"].queryset = down.order_by("-pk")
        self.fields["corrects"].initial = self.instance.corrects_id
        if not drafted and (last := down.filter(lines__subject_id__in=self.candidates).order_by("-pk").first()):
            self.fields["corrects"].initial = last.pk
        if not down.exists():
            del self.fields["corrects"]

    def clean_corrects(self) -> Notice | None:
        """Kept by hand: outsiders read it, so no other form may touch it."""
        self.instance.corrects = self.cleaned_data["corrects"]
        return self.cleaned_data["corrects"]

    def clean_title(self) -> str:
        """Public."""
        return without_numbers(self.cleaned_data["title"])

    def clean_basis(self) -> str:
        """Public."""
        return without_numbers(self.cleaned_data["basis"])

    def clean_body(self) -> str:
        """Public."""
        return without_numbers(self.cleaned_data["body"])

    def words(self) -> dict[str, Any]:
        """What a new notice is made of, besides its lines."""
        names = ("title", "basis", "body", "organ", "phone", "place", "corrects")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data} | {
            "uuid": self.instance.uuid
        }

    def lines(self) -> list[tuple[int, Any]]:
        """Who is to stand on the list, in the order of the candidates."""
        picked = set(self.cleaned_data["picked"])
        return [(key, candidate.member) for key, candidate in self.candidates.items() if key in picked]


class NoticeFilter(VillageFilter):
    """Notices by village and by where they stand."""

    state = forms.ChoiceField(
        label=_("state"), required=False,
        choices=[("", _("all states")), ("running", _("running")), ("over", _("period over, to be stated")),
                 ("drafted", NoticeState.DRAFTED.label), ("concluded", NoticeState.CONCLUDED.label),
                 ("withdrawn", NoticeState.WITHDRAWN.label)],
    )  # fmt: skip

    def applied_to(self, rows: Any) -> Any:
        """The notices asked for, what waits for somebody first."""
        if village := self.chosen("village"):
            rows = rows.filter(village=village)
        state = self.chosen("state")
        if state in ("running", "over"):
            rows = getattr(rows, state)()
        elif state:
            rows = rows.filter(state=state)
        return rows.by_urgency()


class ObjectionFilter(VillageFilter):
    """Objections by village; those looked into only when asked for."""

    state = forms.ChoiceField(
        label=_("state"),
        required=False,
        choices=[("", _("to be looked into")), ("all", _("all states")), *ObjectionState.choices[2:]],
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
        self.fields["received_on"].initial = min(clock.today(), notice.ends_on).isoformat()

    def clean_received_on(self) -> Any:
        """Within the period: an objection after it is another matter."""
        day = self.cleaned_data["received_on"]
        if not (self.notice.opened_on <= day <= self.notice.ends_on) or day > clock.today():
            raise forms.ValidationError(
                _t("Objections are taken from %(from)s to %(to)s.")
                % {"from": self.notice.opened_on, "to": self.notice.ends_on}
            )
        return day

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
