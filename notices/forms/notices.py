"""What drafting, posting, concluding and taking down a notice ask for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.filters import VillageFilter
from members.public import named, personal_numbers, tells_nobody
from members.roles import TOWNSHIP
from members.scope import reach
from notices.kinds import KINDS
from notices.models import WORDS, Notice
from notices.moves import NoticeState
from notices.wording import AT_DRAFT, BLANKS, tidy, unknown
from notices.words import period_warnings
from tools import clock
from tools.workflow.forms import MoveForm, OnceForm, ReasonForm

BRANCH = "支部"


def no_such_blank(wrong: Iterable[str], name: str = "") -> str:
    """The sentence that refuses blanks which nobody fills, and says which there are."""
    known = "".join("{" + blank + "} " for blank in (AT_DRAFT if name == "title" else BLANKS))
    return _t("Nobody fills in %(wrong)s here. There are: %(known)s") % {
        "wrong": "、".join(wrong),
        "known": known.strip(),
    }


def number_told(found: Iterable[str]) -> str:
    """The sentence that refuses somebody's number in a public text."""
    return _t(
        "%(number)s does not belong into a notice, which everybody reads. Take it "
        "out; the village's and the township's own telephones are those kept in their records."
    ) % {"number": named(found)}


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
        tells_nobody(self.cleaned_data["reason"])
        return self.cleaned_data["reason"]


class NoticeForm(OnceForm):
    """A notice while it is a draft: its words, who stands on it, and which notice it corrects."""

    picked = forms.TypedMultipleChoiceField(label=_("on the list"), coerce=int, widget=forms.CheckboxSelectMultiple)
    corrects = forms.ModelChoiceField(
        label=_("corrects"), queryset=Notice.objects.none(), required=False, empty_label=_("no other notice"),
        help_text=_("Only where a notice was taken down and this one stands in its place."),
    )  # fmt: skip

    class Meta:
        model = Notice
        fields = ["title", "basis", "body", "ending", "organ", "phone", "place", "look", "number"]
        widgets = {
            "basis": forms.Textarea(attrs={"rows": 3}),
            "body": forms.Textarea(attrs={"rows": 3}),
            "ending": forms.Textarea(attrs={"rows": 5}),
            "look": forms.RadioSelect,
        }
        help_texts = {
            "ending": _(
                "{from}, {to} and {days} are filled in when the notice goes up, {phone} and {place} from below."
            ),
            "look": _("A village's notice has no red head. Choose it only where the township's Party committee signs."),
            "number": _("Only with a red head, for example 榛党〔2026〕12号."),
        }

    field_order = ["picked"]

    def __init__(self, *args: Any, kind: str, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not reach(user).has(TOWNSHIP):
            del self.fields["look"], self.fields["number"]
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

    @property
    def warnings(self) -> list[str]:
        """What is to be said of the calendar before this list goes up."""
        return period_warnings(self.instance, clock.today())

    def clean_corrects(self) -> Notice | None:
        """Kept by hand: outsiders read it, so no other form may touch it."""
        self.instance.corrects = self.cleaned_data["corrects"]
        return self.cleaned_data["corrects"]

    def clean_phone(self) -> str:
        """Public: an office's number, or a mobile that the village or the township gives out anyhow."""
        phone = self.cleaned_data["phone"]
        found = personal_numbers(phone, self.instance.official_numbers())
        if found and not found[0].startswith(("0", "(0")):
            raise forms.ValidationError(
                _t("“%(number)s” is neither the village's nor the township's telephone as their records have it. Enter it "
                   "there first if everybody may ring it.")
                % {"number": found[0]}
            )  # fmt: skip
        return phone

    def clean(self) -> dict[str, Any]:
        """What everybody will read has no blank that nobody fills, and nobody's number; a branch signs under no red head."""
        cleaned = super().clean()
        official = [*self.instance.official_numbers(), cleaned.get("phone", "")]
        for name in (*WORDS, "organ", "place", "number"):
            text = cleaned.get(name) or ""
            if name in WORDS:
                text = cleaned[name] = tidy(text)
                setattr(self.instance, name, text)
                if wrong := unknown(text, AT_DRAFT if name == "title" else BLANKS):
                    self.add_error(name, no_such_blank(wrong, name))
            if found := personal_numbers(text, official):
                self.add_error(name, number_told(found))
        if cleaned.get("look") == Notice.Look.RED and BRANCH in (cleaned.get("organ") or ""):
            self.add_error(
                "look",
                _t("A branch signs this notice: choose the plain look, or let the township's committee sign it."),
            )
        return cleaned

    def words(self) -> dict[str, Any]:
        """What a new notice is made of, besides its lines."""
        names = (*WORDS, "organ", "phone", "place", "look", "number", "corrects")
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
