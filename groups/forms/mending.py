"""The numbers of a meeting and of the votes in it, typed anew where they were mistyped."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Ballot
from groups.voting import COUNTED, NotCounted
from meetings.models import Meeting


class MendForm(forms.Form):
    """How many were entitled and came, and why this is typed anew."""

    entitled = forms.IntegerField(label=_("entitled"), min_value=1, max_value=100_000)
    present = forms.IntegerField(label=_("present"), min_value=0, max_value=100_000)
    reason = forms.CharField(
        label=_("reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: two digits were swapped; the tally sheet says 21. The old numbers stay in the record."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, meeting: Meeting, is_fixed: bool) -> None:
        super().__init__(data, initial={"entitled": meeting.entitled, "present": meeting.present})
        for name in ("entitled", "present"):
            # A vote on the person himself was decided by them.
            self.fields[name].disabled = is_fixed
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def clean(self) -> dict[str, Any]:
        """Nobody comes who is not entitled."""
        cleaned = super().clean()
        if "entitled" in cleaned and "present" in cleaned and cleaned["present"] > cleaned["entitled"]:
            self.add_error("present", _("More people are present than entitled: one of the two is mistyped."))
        return cleaned


class MendRow(forms.Form):
    """The vote on one application."""

    in_favour = forms.IntegerField(label=_("in favour"), min_value=0, max_value=100_000)
    against = forms.IntegerField(label=_("against"), min_value=0, max_value=100_000)
    abstained = forms.IntegerField(label=_("abstained"), min_value=0, max_value=100_000)
    recused = forms.IntegerField(label=_("recused"), min_value=0, max_value=1000)

    def __init__(self, data: Any, ballot: Ballot, is_own: bool) -> None:
        self.ballot, self.is_own = ballot, is_own
        initial = {name: getattr(ballot, name) for name in COUNTED}
        super().__init__(data, prefix=f"b{ballot.pk}", initial=initial)
        for name in COUNTED:
            self.fields[name].disabled = is_own
            self.fields[name].widget.attrs["inputmode"] = "numeric"


def mend_rows(ballots: Sequence[Ballot], own: set[int], data: Any = None) -> list[MendRow]:
    """A row for each vote; one's own is only shown."""
    return [MendRow(data, ballot, ballot.application_id in own) for ballot in ballots]


def refuse(rows: Sequence[MendRow], refusal: NotCounted) -> None:
    """Each refusal beside its row."""
    for row in rows:
        if row.ballot.pk in refusal.why:
            row.add_error(None, str(refusal.why[row.ballot.pk]))


def sent_before(ballots: Sequence[Ballot], data: Mapping[str, Any], user: Any) -> bool:
    """Whether the very same numbers and reason were taken already, of this person: a double click."""
    for old in ballots:
        if old.replaced_at and (old.replaced_by_id, old.reason) != (user.pk, " ".join(data.get("reason", "").split())):
            return False
        now = Ballot.objects.current().filter(application=old.application_id, round=old.round, step=old.step).first()
        if now is None or any(str(getattr(now, name)) != data.get(f"b{old.pk}-{name}") for name in COUNTED):
            return False
    return any(old.replaced_at for old in ballots)
