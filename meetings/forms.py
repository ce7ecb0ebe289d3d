"""A meeting as it was held, the vote in one on one thing, and the list of meetings narrowed."""

from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from meetings.actions import EVIDENCE, entitled_in, is_evidence, voters_of
from meetings.models import Meeting
from members.filters import VillageFilter
from members.models import Member
from tools import clock
from tools.workflow.forms import MoveForm, OnceForm


class MeetingForm(OnceForm):
    """A meeting of one village: kind, day, who was entitled, who came."""

    class Meta:
        model = Meeting
        fields = ["kind", "held_on", "entitled", "present", "place", "convener", "chair", "observers", "note"]
        widgets = {"held_on": forms.DateInput(attrs={"type": "date"}), "note": forms.Textarea(attrs={"rows": 2})}

    came = forms.ModelMultipleChoiceField(
        label=_("who came"), queryset=Member.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Ticked from the list; or leave all empty and enter the number alone."),
    )  # fmt: skip
    field_order = ["kind", "held_on", "entitled", "present", "came", "place", "convener", "chair", "observers", "note"]

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village = self.instance.village
        self.known = entitled_in(village)
        self.fields["kind"].choices = [
            ("", "---------"),
            *((kind.value, kind.label) for kind in Meeting.kinds_of(village)),
        ]
        self.fields["entitled"].required = False
        if not self.instance.pk:
            # The form's own initial values, since the empty meeting's come before those of the fields.
            self.initial |= {"held_on": clock.today().isoformat(), "kind": kind, "entitled": self.known.get(kind)}
        self.fields["entitled"].help_text = self._hint()
        self._ask_who_came(self.instance.kind or kind)

    def _ask_who_came(self, kind: str) -> None:
        """Only of a branch's meeting: the names of villagers' representatives are none of ours."""
        if kind not in Meeting.BRANCH:
            del self.fields["came"]
            return
        people = voters_of(self.instance.village, kind)
        if self.instance.pk:
            here = self.instance.attendances.values("member")
            people = Member.objects.filter(Q(pk__in=people.values("pk")) | Q(pk__in=here))
            self.fields["came"].initial = [row["member"] for row in here]
        self.fields["came"].queryset = people.by_sound()
        self.fields["came"].label_from_instance = lambda member: member.public_name
        self.fields["present"].required = False

    def _hint(self) -> str:
        labels = dict(Meeting.Kind.choices)
        known = [f"{labels[kind]} {number}" for kind, number in self.known.items()]
        if not known:
            return _t("How many people are entitled to vote in this meeting.")
        return _t("Known here: %(numbers)s. Empty: that number.") % {"numbers": "；".join(known)}

    def clean(self) -> dict[str, Any]:
        """Fill in who is entitled where it is known; numbers on which a vote was decided stay as they are."""
        cleaned = super().clean()
        self._count_who_came(cleaned)
        if cleaned.get("entitled") is None and "entitled" not in self.errors:
            cleaned["entitled"] = self.known.get(cleaned.get("kind"))
            if cleaned["entitled"] is None:
                self.add_error(
                    "entitled", _t("How many people are entitled to vote in this meeting is not known here; enter it.")
                )
        if self.instance.pk and is_evidence(self.instance):
            for name in EVIDENCE:
                if name in cleaned and cleaned[name] != self.initial[name]:
                    kept = dict(Meeting.Kind.choices).get(self.initial[name], self.initial[name])
                    sentence = _t(
                        "Votes were decided by this meeting, so this is not changed any more: %(value)s it stays."
                    )
                    self.add_error(name, sentence % {"value": kept})
        return cleaned

    def _count_who_came(self, cleaned: dict[str, Any]) -> None:
        """Whoever is ticked is present; a number beside it has to be the same."""
        if "came" not in self.fields or "came" in self.errors or "present" in self.errors:
            return
        if cleaned.get("kind") not in Meeting.BRANCH:
            cleaned["came"] = self.fields["came"].queryset.none()
        ticked, typed = len(cleaned["came"]), cleaned.get("present")
        if typed is None and not ticked:
            self.add_error("present", _t("Enter how many came, or tick them in the list."))
        elif typed is None:
            cleaned["present"] = ticked
        elif ticked and typed != ticked:
            sentence = _t(
                "%(ticked)s are ticked, but %(present)s is typed as present. Mend one of the two; ticks may stay empty."
            )
            self.add_error("came", sentence % {"ticked": ticked, "present": typed})


class MeetingFilter(VillageFilter):
    """Meetings by village and kind."""

    kind = forms.ChoiceField(label=_("kind"), required=False, choices=[("", _("all kinds")), *Meeting.Kind.choices])

    def applied_to(self, rows: Any) -> Any:
        """The meetings asked for, newest first."""
        if village := self.chosen("village"):
            rows = rows.filter(village=village)
        if kind := self.chosen("kind"):
            rows = rows.filter(kind=kind)
        return rows.order_by("-held_on", "-pk")


class VoteForm(MoveForm):
    """The meeting, and the vote in it on this one thing."""

    meeting = forms.ModelChoiceField(label=_("meeting"), queryset=Meeting.objects.none())
    in_favour = forms.IntegerField(label=_("in favour"), min_value=0, max_value=100_000)
    against = forms.IntegerField(label=_("against"), min_value=0, max_value=100_000)
    abstained = forms.IntegerField(label=_("abstained"), min_value=0, max_value=100_000)
    recused = forms.IntegerField(
        label=_("recused"), min_value=0, max_value=1000, required=False, initial=0,
        help_text=_("Who was recused left the room and did not vote."),
    )  # fmt: skip
    ordered = ("meeting", "in_favour", "against", "abstained", "recused")
    move = ""
    """The step's name in the table of moves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village = self.village()
        meetings = Meeting.objects.visible_to(self.user).filter(village=village).of_kinds(self.kinds())
        field = self.fields["meeting"]
        field.queryset, field.initial = meetings, meetings.first()
        field.label_from_instance = meeting_label
        field.help_text = format_html_join(" · ", '<a href="{}">{}</a>', self.ways_out(village))

    def village(self) -> Any:
        """Whose meeting it is."""
        return self.obj.village

    def kinds(self) -> tuple[str, ...]:
        """The kinds of meeting that count for this step."""
        raise TypeError("a step says which meetings count")

    def ways_out(self, village: Any) -> list[tuple[str, Any]]:
        """Where to go when the meeting is not in the list: addresses with their words."""
        here = reverse("workflow:move", args=[self.obj._meta.label_lower, self.obj.pk, self.move])
        query = {"village": village.code, "kind": self.usual_kind(village), "next": here}
        return [(reverse("meetings:meeting_new", query=query), _t("Not in the list: record the meeting first"))]

    def usual_kind(self, village: Any) -> str:
        """The first of the kinds that this village holds."""
        return next(kind for kind in self.kinds() if kind in Meeting.kinds_of(village))


def meeting_label(meeting: Meeting) -> str:
    """Day, kind and how many came of how many."""
    return f"{meeting.held_on} {meeting.get_kind_display()}（{meeting.present}/{meeting.entitled}）"
