"""A plan as it is written down with its goals, what its steps ask for, and the list of plans narrowed."""

import hashlib
from collections.abc import Callable
from typing import Any

from django import forms
from django.db import IntegrityError
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from groups.models import Cycle, Group
from meetings.forms import VoteForm
from members.filters import VillageFilter
from members.public import PublicWords
from plans.guards import KINDS, NEXT
from plans.models import Goal, Plan
from plans.moves import PlanState
from tools.workflow.days import DayField
from tools.workflow.errors import Refused
from tools.workflow.forms import MoveForm, OnceForm, day_that_came
from tools.workflow.rows import RowForm, Rows

ROWS = 4
"""Empty rows for goals below those there are."""
MOST_GOALS = 40


class PlanForm(OnceForm):
    """A plan's title, ground and words."""

    class Meta:
        model = Plan
        fields = ["title", "ground", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 6})}

    def _standing(self) -> str:
        """The goals belong to what the page showed."""
        goals = self.instance.goals.order_by("number").values_list("content", "measure", "due_on", "group")
        return super()._standing() + hashlib.sha256(repr(list(goals)).encode()).hexdigest()[:16]

    def make_once(self, user: Any, make: Callable[[], Any]) -> Any:
        """`Refused` where somebody else wrote the village's plan for this year at the very same moment."""
        try:
            return super().make_once(user, make)
        except IntegrityError as error:
            if "plan_once_a_year" in str(error) or "plans_plan.village_id" in str(error):
                raise Refused(_("This village has a plan for this year already.")) from error
            raise


class GoalForm(RowForm):
    """One goal: what, how, by when, who."""

    due_on = DayField(label=_("due on"))

    class Meta:
        model = Goal
        fields = ["content", "measure", "due_on", "group"]

    def __init__(self, *args: Any, village: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Group.objects.filter(village=village).select_related("zone", "village")
        self.fields["group"].queryset = groups.order_by("zone__position")
        self.fields["group"].label_from_instance = lambda group: str(group.zone)
        self.fields["group"].empty_label = _("the branch itself")
        self.cycle = cycle

    def clean_due_on(self) -> Any:
        """In the plan's year or soon after; another year is a slip of the hand."""
        day = self.cleaned_data["due_on"]
        if not self.cycle.year <= day.year <= self.cycle.year + 1:
            raise forms.ValidationError(
                _("The plan is for %(year)s; a goal is due in it, or in the year after.") % {"year": self.cycle.year}
            )
        return day


GoalFormSet = inlineformset_factory(
    Plan, Goal, form=GoalForm, formset=Rows, extra=ROWS, max_num=MOST_GOALS, validate_max=True, can_delete=True
)


class DeliberationForm(VoteForm):
    """A deliberation: the meeting and its vote on the plan; it happened on the day of the meeting."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["happened_on"] = None
        self.fields["happened_on"].help_text = _("Empty: the day of the meeting.")

    def clean_happened_on(self) -> Any:
        """An empty day is the meeting's: `clean`."""
        day = self.cleaned_data["happened_on"]
        return day_that_came(day) if day else None

    def clean(self) -> dict[str, Any]:
        """The meeting's day, where no other was typed."""
        cleaned = super().clean() or self.cleaned_data
        if meeting := cleaned.get("meeting"):
            cleaned["happened_on"] = cleaned.get("happened_on") or meeting.held_on
        return cleaned

    def kinds(self) -> tuple[str, ...]:
        """Those that hold this deliberation."""
        return KINDS[self.move]


class ProposeForm(DeliberationForm):
    """The branch proposes."""

    move = "propose"


class DiscussForm(DeliberationForm):
    """The two committees discuss."""

    move = "discuss"


class AttendedForm(DeliberationForm):
    """With whoever came from the township, who signs on the sheet."""

    attended_by = forms.CharField(
        label=_("attended from the township"), max_length=60, required=False,
        help_text=_("Name and post, as on the sheet."),
    )  # fmt: skip
    ordered = (*DeliberationForm.ordered, "attended_by")


class ExamineForm(AttendedForm):
    """The members' assembly resolves."""

    move = "examine"


class DecideForm(AttendedForm):
    """The representatives decide."""

    move = "decide"


class VoteDownForm(DeliberationForm):
    """A vote that did not pass, in the deliberation that comes next."""

    move = "vote_down"

    def kinds(self) -> tuple[str, ...]:
        """Those of the next deliberation."""
        return KINDS[NEXT[self.obj.state]]


class PublishForm(PublicWords, MoveForm):
    """How the decision was published, and what those who supervise said."""

    how = forms.CharField(
        label=_("how it was published"), max_length=200, initial=_("on the public board and on the village's wall")
    )
    opinion = forms.CharField(
        label=_("opinion of the supervisory committee"), max_length=200, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    ordered = ("how", "opinion")
    public_words = ("how",)


class ReportForm(PublishForm):
    """The same of the result, with its words."""

    result = forms.CharField(
        label=_("result"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Everybody reads this beside the goals: what was done, and what was not and why."),
    )  # fmt: skip
    ordered = ("result", "how", "opinion")
    public_words = ("how", "result")


class FinishForm(PublicWords, MoveForm):
    """What came of a goal, or of what was pledged."""

    result = forms.CharField(
        label=_("result"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads this: what was done. No name of a resident."),
    )  # fmt: skip
    ordered = ("result",)
    public_words = ("result",)


class DropForm(PublicWords, MoveForm):
    """Why a goal is not reached as it was set."""

    reason = forms.CharField(
        label=_("reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads this: why it is adjusted, and what takes its place."),
    )  # fmt: skip
    ordered = ("reason",)
    public_words = ("reason",)


class PlanFilter(VillageFilter):
    """Plans by village, year and state."""

    year = forms.ModelChoiceField(
        label=_("year"), queryset=Cycle.objects.all(), to_field_name="year", required=False, empty_label=_("all years")
    )
    state = forms.ChoiceField(label=_("state"), required=False, choices=[("", _("all states")), *PlanState.choices])
    field_order = ["year", "village", "state"]

    def applied_to(self, rows: Any) -> Any:
        """The plans asked for, the newest year first."""
        for name, path in (("village", "village"), ("year", "cycle"), ("state", "state")):
            if value := self.chosen(name):
                rows = rows.filter(**{path: value})
        return rows.order_by("-cycle__year", "village__code", "-pk")
