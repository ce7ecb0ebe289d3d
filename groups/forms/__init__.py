"""What the steps ask for (the workflow looks its forms up here), the application itself, posts and their publication."""

from groups.forms.applications import ApplicationFilter, ApplicationForm, ConsentForm
from groups.forms.posts import CopyForm, GroupFilter, PostForm, PublishForm, WishForm
from groups.forms.steps import (
    BallotForm,
    ConfirmForm,
    NominationForm,
    ReassignForm,
    RenewForm,
    ReviewForm,
    UpholdForm,
    VoteDownForm,
)
from groups.forms.years import YearForm

__all__ = [
    "ApplicationFilter",
    "ApplicationForm",
    "BallotForm",
    "ConfirmForm",
    "ConsentForm",
    "CopyForm",
    "GroupFilter",
    "NominationForm",
    "PostForm",
    "PublishForm",
    "ReassignForm",
    "RenewForm",
    "ReviewForm",
    "UpholdForm",
    "VoteDownForm",
    "WishForm",
    "YearForm",
]
