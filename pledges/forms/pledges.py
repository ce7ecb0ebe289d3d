"""A pledge as it is written down with its items, and the lists narrowed."""

import datetime as dt
import hashlib
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from groups.models import Cycle, Group
from members.filters import VillageFilter
from members.models import Member
from members.querysets import Sound
from members.scope import reach
from plans.models import Goal
from pledges.models import Pledge, PledgeItem
from pledges.moves import PledgeState
from tools import clock
from tools.workflow.days import DayField
from tools.workflow.forms import OnceForm
from tools.workflow.rows import RowForm, Rows

ROWS = 3
"""Empty rows for items below those there are."""
MOST_ITEMS = 20


class PledgeForm(OnceForm):
    """Whose pledge it is: a group's or a member's; only of one's own scope."""

    class Meta:
        model = Pledge
        fields = ["group", "member"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found, village, cycle = reach(user), self.instance.village, self.instance.cycle
        if self.instance.pk:
            del self.fields["group"], self.fields["member"]
            return
        pledged = Pledge.objects.standing().filter(cycle=cycle)
        groups = Group.objects.filter(village=village).exclude(
            pk__in=pledged.filter(group__isnull=False).values("group")
        )
        people = Member.objects.visible_to(user).here().of_village(village.pk).select_related("branch")
        people = people.exclude(pk__in=pledged.filter(member__isnull=False).values("member"))
        if not found.enters_for(village.pk):
            # Somebody without an office pledges for himself; who leads a group, for it too.
            groups = groups.filter(found.among_groups("village", "zone"))
            people = people.filter(pk=found.member_id)
        self.fields["group"].queryset = groups.select_related("zone", "village").order_by("zone__position")
        self.fields["group"].label_from_instance = lambda group: str(group.zone)
        self.fields["group"].empty_label = _("no group: a member's own")
        self.fields["member"].queryset = people.order_by(Sound("search_key"), "pk")
        self.fields["member"].label_from_instance = lambda member: member.told_apart

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean()
        if "group" in self.fields and not self.errors and bool(cleaned.get("group")) == bool(cleaned.get("member")):
            raise forms.ValidationError(_("Choose a group or a member: one of the two."))
        return cleaned

    def _standing(self) -> str:
        """The items belong to what the page showed."""
        items = self.instance.items.order_by("number")
        shown = items.values_list("content", "measure", "due_on", "beneficiary", "goal")
        return super()._standing() + hashlib.sha256(repr(list(shown)).encode()).hexdigest()[:16]


class ItemForm(RowForm):
    """One item: what, how, by when, for whom, which goal of the plan it answers."""

    due_on = DayField(label=_("due on"), required=False)

    class Meta:
        model = PledgeItem
        fields = ["content", "measure", "due_on", "beneficiary", "goal"]

    def __init__(self, *args: Any, goals: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["goal"]
        field.queryset = goals
        # Read once for all lines; what is sent is looked up in the queryset.
        field.choices = [("", _("none")), *((goal.pk, field.label_from_instance(goal)) for goal in goals)]
        self.cycle = cycle

    def clean_due_on(self) -> Any:
        """In the pledge's year or soon after; another year is a slip of the hand."""
        day = self.cleaned_data["due_on"]
        if day and not self.cycle.year <= day.year <= self.cycle.year + 1:
            raise forms.ValidationError(
                _("The pledge is for %(year)s; an item is due in it, or in the year after.") % {"year": self.cycle.year}
            )
        return day


ItemFormSet = inlineformset_factory(
    Pledge, PledgeItem, form=ItemForm, formset=Rows, extra=ROWS, max_num=MOST_ITEMS, validate_max=True, can_delete=True
)


def goals_for(pledge: Pledge) -> Any:
    """The goals of the village's published plan that this pledge may answer: a group's own and the branch's, a member's all."""
    goals = Goal.objects.of_published().filter(plan__village=pledge.village, plan__cycle=pledge.cycle)
    if pledge.group_id:
        goals = goals.filter(Q(group=pledge.group_id) | Q(group=None))
    return goals.order_by("number")


def reminding_until() -> dt.date:
    """What is due by this day is reminded of: a week ahead, so that it can still be done."""
    return clock.today() + dt.timedelta(days=7)


class PledgeFilter(VillageFilter):
    """Pledges by village, year, whose, state and name."""

    WHOSE = [("", _("groups and members")), ("group", _("groups")), ("member", _("members"))]
    year = forms.ModelChoiceField(
        label=_("year"), queryset=Cycle.objects.all(), to_field_name="year", required=False, empty_label=_("all years")
    )
    whose = forms.ChoiceField(label=_("whose"), required=False, choices=WHOSE)
    STATES = [("", _("all states")), ("due", _("an item is due")), *PledgeState.choices]
    state = forms.ChoiceField(label=_("state"), required=False, choices=STATES)
    q = forms.CharField(
        label=_("person's name"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Characters, pinyin or initials")}),
    )  # fmt: skip
    field_order = ["q", "year", "village", "whose", "state"]

    def applied_to(self, rows: Any) -> Any:
        """The pledges asked for."""
        for name, path in (("village", "village"), ("year", "cycle")):
            if value := self.chosen(name):
                rows = rows.filter(**{path: value})
        if (state := self.chosen("state")) == "due":
            rows = rows.with_item_due(reminding_until())
        elif state:
            rows = rows.filter(state=state)
        if whose := self.chosen("whose"):
            rows = rows.filter(**{f"{whose}__isnull": False})
        return rows.matching(self.chosen("q") or "").in_order()
