"""What the steps ask for (the workflow looks its forms up here), the application itself, posts and their publication."""

from groups.forms.applications import ApplicationFilter, ApplicationForm, ConsentForm
from groups.forms.posts import CopyForm, GroupFilter, PostForm, PublishForm, WishForm
from groups.forms.steps import (
    BallotForm,
    ConfirmForm,
    NominationForm,
    ReassignForm,
    ReviewForm,
    UpholdForm,
    VoteDownForm,
)

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
    "ReviewForm",
    "UpholdForm",
    "VoteDownForm",
    "WishForm",
]
