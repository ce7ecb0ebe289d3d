"""The sessions of one account, on whichever machine."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session


def end_sessions(user: Any) -> int:
    """End every session of `user`: each is signed out at its next request. Returns how many.

    A session says whose it is only inside, so all are read; those that are over the clock throws away every day.
    """
    own = [row.pk for row in Session.objects.iterator() if row.get_decoded().get(SESSION_KEY) == str(user.pk)]
    return Session.objects.filter(pk__in=own).delete()[0]
