"""A meeting as it was held, and the list of meetings narrowed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from meetings.actions import EVIDENCE, entitled_in, is_evidence
from meetings.models import Meeting
from members.filters import VillageFilter
from tools import clock
from tools.workflow.forms import OnceForm


class MeetingForm(OnceForm):
    """A meeting of one village: kind, day, who was entitled, who came."""

    class Meta:
        model = Meeting
        fields = ["kind", "held_on", "entitled", "present", "place", "convener", "chair", "observers", "note"]
        widgets = {"held_on": forms.DateInput(attrs={"type": "date"}), "note": forms.Textarea(attrs={"rows": 2})}

    field_order = ["kind", "held_on", "entitled", "present", "place", "convener", "chair", "observers", "note"]

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
            self.fields["held_on"].initial = clock.today().isoformat()
            self.fields["kind"].initial = kind
            self.fields["entitled"].initial = self.known.get(kind)
        self.fields["entitled"].help_text = self._hint()

    def _hint(self) -> str:
        labels = dict(Meeting.Kind.choices)
        known = [f"{labels[kind]} {number}" for kind, number in self.known.items()]
        if not known:
            return _t("How many people are entitled to vote in this meeting.")
        return _t("Known here: %(numbers)s. Empty: that number.") % {"numbers": "；".join(known)}

    def clean(self) -> dict[str, Any]:
        """Fill in who is entitled where it is known; numbers on which a vote was decided stay as they are."""
        cleaned = super().clean()
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
