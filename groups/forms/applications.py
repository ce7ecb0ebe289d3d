"""An application as it is written down, and the list of applications narrowed."""

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from groups.forms.labels import post_label
from groups.forms.posts import GroupFilter
from groups.models import Application, Cycle, Post
from groups.moves import ApplicationState
from members.models import Member
from members.public import not_to_come
from members.querysets import Sound
from members.scope import reach
from tools import clock
from tools.workflow.forms import OnceForm


class ApplicationForm(OnceForm):
    """A new application, from paper or by the member himself; only people and posts of one's own scope."""

    happened_on = forms.DateField(
        label=_("day of the application"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day on the paper, if it is handed in now. Empty: today."),
    )  # fmt: skip

    class Meta:
        model = Application
        fields = ["member", "post", "source", "consent_on", "statement", "two_groups"]
        widgets = {
            "consent_on": forms.DateInput(attrs={"type": "date"}),
            "statement": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, user: Any, village: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = reach(user)
        people = Member.objects.visible_to(user).here().of_village(village.pk).select_related("branch")
        self.fields["happened_on"].initial = clock.today().isoformat()
        self.fields["member"].queryset = people
        self.fields["member"].label_from_instance = lambda member: member.told_apart
        if not found.enters_for(village.pk):
            # Somebody without an office speaks for himself alone.
            self.instance.member = get_object_or_404(people, pk=found.member_id)
            del self.fields["source"], self.fields["consent_on"]
        if self.instance.member_id:
            del self.fields["member"]
        offered = Post.objects.visible_to(user).offered().filter(group__village=village)
        self.fields["post"].queryset = offered.select_related("group__zone", "group__village").with_taken().in_order()
        self.fields["post"].label_from_instance = post_label

    def clean(self) -> dict[str, Any]:
        """One open application per member, year and post; the database holds it too."""
        cleaned = super().clean()
        if self.instance.pk is None and "happened_on" in cleaned:
            cycle = Cycle.objects.begun_on(cleaned["happened_on"] or clock.today())
            if cycle is None:
                first = Cycle.objects.earliest("starts_on")
                message = _t("The first year's procedure began on %(day)s; no application can be older.")
                raise forms.ValidationError({"happened_on": message % {"day": first.starts_on}})
            self.instance.cycle = cycle
        member, post = cleaned.get("member") or getattr(self.instance, "member", None), cleaned.get("post")
        if member and post:
            others = Application.objects.open().filter(member=member, post=post, cycle=self.instance.cycle)
            if others.exclude(pk=self.instance.pk).exists():
                raise forms.ValidationError(
                    _t("%(name)s has an open application for this post already.") % {"name": member}
                )
        return cleaned

    def clean_consent_on(self) -> Any:
        """Nobody has agreed in the future."""
        return not_to_come(self.cleaned_data["consent_on"])


class ConsentForm(forms.ModelForm):
    """The day on which somebody agreed whom others proposed; asked for before the review."""

    class Meta:
        model = Application
        fields = ["consent_on"]
        widgets = {"consent_on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent_on"].required = True

    def clean_consent_on(self) -> Any:
        """Nobody has agreed in the future."""
        return not_to_come(self.cleaned_data["consent_on"])


class ApplicationFilter(GroupFilter):
    """Applications also by state and name, in an order of one's own."""

    SORTS = {
        "new": ("-pk",),
        "old": ("pk",),
        "name": (Sound("member__search_key"), "pk"),
        "village": ("post__group__village__code", "post__group__zone__position", "pk"),
    }
    STATES = [("", _("all states")), ("open", _("on their way")), *ApplicationState.choices]
    ORDERS = [
        ("new", _("newest first")),
        ("old", _("waiting longest first")),
        ("name", _("by name")),
        ("village", _("by village")),
    ]
    LOOK = {"type": "search", "autocomplete": "off", "placeholder": _("Characters, pinyin or initials")}
    state = forms.ChoiceField(label=_("state"), required=False, choices=STATES)
    q = forms.CharField(label=_("person's name"), required=False, max_length=40, widget=forms.TextInput(attrs=LOOK))
    sort = forms.ChoiceField(label=_("order"), required=False, choices=ORDERS)
    field_order = ["q", "state", "village", "zone", "sort"]

    def applied_to(self, rows: Any) -> Any:
        """The applications asked for, in the order asked for."""
        rows = self.narrow(rows, "post__group__village", "post__group__zone")
        state = self.chosen("state")
        if state == "open":
            rows = rows.open()
        elif state:
            rows = rows.filter(state=state)
        return rows.matching(self.chosen("q") or "").order_by(*self.SORTS[self.chosen("sort") or "new"])
