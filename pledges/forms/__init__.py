"""What letters and pledges ask for (the workflow looks its forms up here), the pledge itself, and the lists narrowed."""

from pledges.forms.pledges import ItemFormSet, PledgeFilter, PledgeForm
from pledges.forms.steps import AdjustForm, FinishForm, MissForm, ReplyForm, SignForm

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
