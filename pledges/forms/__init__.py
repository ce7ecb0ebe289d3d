"""What letters and pledges ask for (the workflow looks its forms up here), the pledge itself, and the lists narrowed."""

from plans.forms import FinishForm
from pledges.forms.pledges import ItemFormSet, PledgeFilter, PledgeForm
from pledges.forms.steps import AdjustForm, MissForm, ReplyForm, SignForm

__all__ = [
    "AdjustForm",
    "FinishForm",
    "ItemFormSet",
    "MissForm",
    "PledgeFilter",
    "PledgeForm",
    "ReplyForm",
    "SignForm",
]
