"""What need not be kept of sign-ins: the clock throws it away."""

import datetime as dt

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session

from tools import clock

TRIES = dt.timedelta(days=30)
"""Wrong passwords, with address and browser."""
SIGN_INS = dt.timedelta(days=365)
"""Who signed in from where: the record of it is kept half a year at least."""


def forget_sign_ins() -> int:
    """Delete sessions that are over and old rows about sign-ins; how many."""
    now = clock.now()
    old = [
        Session.objects.filter(expire_date__lt=now),
        AccessAttempt.objects.filter(attempt_time__lt=now - TRIES),
        AccessFailureLog.objects.filter(attempt_time__lt=now - TRIES),
        AccessLog.objects.filter(attempt_time__lt=now - SIGN_INS),
    ]
    return sum(rows.delete()[0] for rows in old)
