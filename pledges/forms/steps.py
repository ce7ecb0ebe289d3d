"""What the steps of letters, pledges and items ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.models import Member
from members.public import PublicWords, not_to_come
from tools import clock
from tools.workflow.days import DayField
from tools.workflow.forms import MoveForm

LINES = forms.Textarea(attrs={"rows": 3})


class SignForm(MoveForm):
    """Both signatures, as they stand on the paper."""

    member_signed_on = DayField(label=_("signed by the member on"))
    branch_signed_on = DayField(label=_("signed for the branch on"))
    signed_by = forms.CharField(label=_("who signed for the branch"), max_length=40)
    ordered = ("member_signed_on", "branch_signed_on", "signed_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].widget = forms.HiddenInput()
        today = clock.today().isoformat()
        self.fields["member_signed_on"].initial = self.fields["branch_signed_on"].initial = today
        self.fields["signed_by"].initial = secretary_of(self.obj.placement.post.group.village_id)

    def clean_member_signed_on(self) -> Any:
        """Nobody has signed in the future."""
        return not_to_come(self.cleaned_data["member_signed_on"])

    def clean_branch_signed_on(self) -> Any:
        """Nobody has signed in the future."""
        return not_to_come(self.cleaned_data["branch_signed_on"])


def secretary_of(village_id: int) -> str:
    """The name of a village's secretary today, as the roster has it; empty where it has none."""
    keys = [pk for village, pk in Member.objects.secretaries(clock.today()) if village == village_id]
    found = Member.objects.filter(pk__in=keys).first()
    return found.name if found else ""


class AdjustForm(PublicWords, MoveForm):
    """An item that reads otherwise from now on, and why."""

    content = forms.CharField(label=_("what is promised from now on"), max_length=200, widget=LINES)
    due_on = DayField(label=_("due on"))
    reason = forms.CharField(
        label=_("reason"), max_length=500, widget=LINES, help_text=_("Everybody reads this beside the item.")
    )
    ordered = ("content", "due_on", "reason")
    public_words = ("content", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["content"].initial = self.obj.content
        self.fields["due_on"].initial = self.obj.due_on


class MissForm(PublicWords, MoveForm):
    """Why an item was not done, and what the one who pledged says to it."""

    reason = forms.CharField(
        label=_("reason"), max_length=500, widget=LINES,
        help_text=_("What stood in the way. With a group's item everybody reads it."),
    )  # fmt: skip
    reply = forms.CharField(label=_("his reply"), max_length=500, widget=LINES, required=False)
    ordered = ("reason", "reply")
    public_words = ("reason", "reply")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].help_text = (
            _t("A group's item is shown as not done, with the reason.")
            if self.obj.pledge.group_id
            else _t("A member's item is shown as not done only where the township says so, and then with this reply.")
        )


class ReplyForm(PublicWords, MoveForm):
    """What the one who pledged says to an item that was not done."""

    reply = forms.CharField(label=_("his reply"), max_length=500, widget=LINES)
    ordered = ("reply",)
    public_words = ("reply",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].initial = self.obj.reply
