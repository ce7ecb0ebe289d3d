"""What the steps of an application ask for."""

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from groups.forms.labels import post_label
from groups.models import Cycle, Nomination, Post
from meetings.forms import VoteForm, meeting_label
from meetings.models import Meeting
from members.public import not_to_come
from notices.forms.objections import telling_nobody
from notices.models import Objection
from tools.workflow.forms import MoveForm


class NominationForm(MoveForm):
    """How many villagers nominated and how; never who."""

    nominators = forms.IntegerField(label=_("how many people nominated"), min_value=1, max_value=100_000)
    how = forms.ChoiceField(label=_("how"), choices=Nomination.How.choices)
    ordered = ("nominators", "how")


class BallotForm(VoteForm):
    """The meeting and the vote in it on this one application."""

    def village(self) -> Any:
        """The post's."""
        return self.obj.post.group.village

    def ways_out(self, village: Any) -> list[tuple[str, Any]]:
        """Also to the page on which a whole meeting is entered."""
        whole = reverse("groups:meeting_whole", args=[village.code], query={"kind": self.usual_kind(village)})
        return [*super().ways_out(village), (whole, _t("Several applications: enter the whole meeting"))]


class ReviewForm(BallotForm):
    """The representatives' vote."""

    move = "review"

    def kinds(self) -> tuple[str, ...]:
        """Representatives' meetings."""
        return Meeting.REPRESENTATIVES


class ConfirmForm(BallotForm):
    """The branch's vote."""

    move = "confirm"

    def kinds(self) -> tuple[str, ...]:
        """The branch's meetings, as the town has set it."""
        return Meeting.confirming_kinds()


class VoteDownForm(BallotForm):
    """A vote that did not pass, in the meeting of the step at which the application stands."""

    move = "vote_down"

    def kinds(self) -> tuple[str, ...]:
        """The review's meetings, after it the branch's; before the review either."""
        if self.obj.state == "nominated":
            return Meeting.REPRESENTATIVES
        return (
            Meeting.confirming_kinds() if self.obj.state == "reviewed" else (*Meeting.REPRESENTATIVES, *Meeting.BRANCH)
        )


class RenewForm(MoveForm):
    """The meeting of the branch that decided that he stays; until when says the year that runs now."""

    meeting = forms.ModelChoiceField(label=_("meeting"), queryset=Meeting.objects.none())
    ordered = ("meeting",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village = self.obj.post.group.village
        meetings = Meeting.objects.visible_to(self.user).filter(village=village).of_kinds(Meeting.BRANCH)
        field = self.fields["meeting"]
        field.queryset, field.initial, field.label_from_instance = meetings, meetings.first(), meeting_label
        cycle = Cycle.objects.current()
        self.until = cycle.term_ends_on if cycle else None
        field.help_text = _t("He stays on the post until %(day)s, the last day of this year's term.") % {
            "day": self.until
        }

    def facts(self) -> dict[str, Any]:
        """The day until which he stays; the trail names the meeting, in the town's language: it is data."""
        facts = super().facts()
        with translation.override(settings.LANGUAGE_CODE):
            words = {"meeting": facts["meeting"], "day": self.until}
            return facts | {"until": self.until, "reason": _t("%(meeting)s: stays until %(day)s.") % words}


class ReassignForm(MoveForm):
    """调剂: another post of the village, the day on which he agreed, and why."""

    post = forms.ModelChoiceField(label=_("other post"), queryset=Post.objects.none())
    consent_on = forms.DateField(label=_("agreed on"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    ordered = ("post", "consent_on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Post.objects.visible_to(self.user).offered().filter(group__village=self.obj.post.group.village_id)
        offered = offered.exclude(pk=self.obj.post_id).select_related("group__zone", "group__village")
        self.fields["post"].queryset = offered.with_taken().in_order()
        self.fields["post"].label_from_instance = post_label
        self.fields["post"].help_text = _t(
            "Within %(zone)s nomination and review still count; in another zone, or to lead a group, he is reviewed again."
        ) % {"zone": self.obj.post.group.zone}

    def clean_consent_on(self) -> Any:
        """Nobody has agreed in the future."""
        return not_to_come(self.cleaned_data["consent_on"])

    def facts(self) -> dict[str, Any]:
        """The note in the trail names both posts, in the town's language: it is data."""
        facts = super().facts()
        words = {"before": self.obj.post, "after": facts["post"], "day": facts["consent_on"], "why": facts["reason"]}
        with translation.override(settings.LANGUAGE_CODE):
            facts["reason"] = _t("From “%(before)s” to “%(after)s”, agreed on %(day)s. %(why)s") % words
        return facts


class UpholdForm(MoveForm):
    """The township's finding on an objection, and what it means for the application."""

    objection = forms.ModelChoiceField(label=_("objection"), queryset=Objection.objects.none())
    finding = forms.CharField(
        label=_("finding"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The village reads this. Write what was found, nothing about who objected."),
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=_("outcome"),
        choices=[("review_again", _("back to a new review")), ("declined", _("does not take the post"))],
    )
    ordered = ("objection", "finding", "outcome")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = Objection.objects.visible_to(self.user).waiting()
        found = waiting.about("placements", self.obj.pk)
        self.fields["objection"].queryset = found
        self.fields["objection"].initial = found.first() if found.count() == 1 else None

    def clean(self) -> dict[str, Any]:
        """The village reads the finding: it tells nothing of who objected."""
        cleaned = super().clean()
        if cleaned.get("objection") and cleaned.get("finding"):
            try:
                telling_nobody(cleaned["finding"], cleaned["objection"])
            except forms.ValidationError as error:
                self.add_error("finding", error)
        return cleaned
