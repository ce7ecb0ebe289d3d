"""What the steps of an application ask for, and the application itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Application, Cycle, Nomination, Post
from meetings.models import Meeting
from members.models import Member
from members.scope import reach
from notices.models import Objection
from tools.workflow.forms import MoveForm


class NominationForm(MoveForm):
    """How many villagers nominated and how; never who."""

    nominators = forms.IntegerField(label=_("how many people nominated"), min_value=1, max_value=100_000)
    how = forms.ChoiceField(label=_("how"), choices=Nomination.How.choices)
    ordered = ("nominators", "how")


class BallotForm(MoveForm):
    """The meeting and the vote in it on this one application."""

    meeting = forms.ModelChoiceField(label=_("meeting"), queryset=Meeting.objects.none())
    in_favour = forms.IntegerField(label=_("in favour"), min_value=0, max_value=100_000)
    against = forms.IntegerField(label=_("against"), min_value=0, max_value=100_000)
    abstained = forms.IntegerField(label=_("abstained"), min_value=0, max_value=100_000)
    recused = forms.IntegerField(
        label=_("recused"), min_value=0, max_value=1000, required=False, initial=0,
        help_text=_("Who was recused left the room and did not vote."),
    )  # fmt: skip
    ordered = ("meeting", "in_favour", "against", "abstained", "recused")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = Meeting.objects.visible_to(self.user).filter(village=self.obj.post.group.village)
        self.fields["meeting"].queryset = meetings.of_kinds(self.kinds())

    def kinds(self) -> tuple[str, ...]:
        """The kinds of meeting that count for this step."""
        raise TypeError("a step says which meetings count")


class ReviewForm(BallotForm):
    """The representatives' vote."""

    def kinds(self) -> tuple[str, ...]:
        """Representatives' meetings."""
        return Meeting.REPRESENTATIVES


class ConfirmForm(BallotForm):
    """The branch's vote."""

    def kinds(self) -> tuple[str, ...]:
        """The branch's meetings, as the town has set it."""
        return Meeting.confirming_kinds()


class VoteDownForm(BallotForm):
    """A vote that did not pass, in the meeting of the step at which the application stands."""

    def kinds(self) -> tuple[str, ...]:
        """The review's meetings, after it the branch's; before the review either."""
        if self.obj.state == "nominated":
            return Meeting.REPRESENTATIVES
        return Meeting.confirming_kinds() if self.obj.state == "reviewed" else (*Meeting.REPRESENTATIVES, *Meeting.BRANCH)


class UpholdForm(MoveForm):
    """The township's finding on an objection, and what it means for the application."""

    objection = forms.ModelChoiceField(label=_("objection"), queryset=Objection.objects.none())
    finding = forms.CharField(
        label=_("finding"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The village reads this. Write what was found, nothing about who objected."),
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=_("outcome"), choices=[("review_again", _("back to a new review")), ("declined", _("does not take the post"))]
    )
    ordered = ("objection", "finding", "outcome")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = Objection.objects.visible_to(self.user).waiting()
        self.fields["objection"].queryset = waiting.filter(notice__lines__subject_id=self.obj.pk).distinct()


class ApplicationForm(forms.ModelForm):
    """A new application, from paper or by the member himself; only people and posts of one's own scope."""

    class Meta:
        model = Application
        fields = ["member", "post", "source", "consent_on", "statement"]
        widgets = {
            "consent_on": forms.DateInput(attrs={"type": "date"}),
            "statement": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, user: Any, village: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.cycle = self.instance.cycle if self.instance.pk else cycle
        found = reach(user)
        people = Member.objects.visible_to(user).here().of_village(village.pk).select_related("branch")
        self.only_self = not found.enters_for(village.pk)
        if self.only_self:
            people = people.filter(pk=found.member_id)
            del self.fields["source"], self.fields["consent_on"]
            self.fields["member"].initial = found.member_id
        self.fields["member"].queryset = people
        self.fields["post"].queryset = (
            Post.objects.visible_to(user).offered().filter(group__village=village).select_related("group__zone", "group__village")
        )
        self.fields["post"].label_from_instance = lambda post: f"{post.group.zone} · {post.name}"
        self.fields["member"].label_from_instance = member_label
        if self.instance.pk:
            del self.fields["member"]


def member_label(member: Member) -> str:
    """A name with what keeps two of one name apart for those who know them: the year of birth."""
    return f"{member.name}（{member.born[:4]}）"
