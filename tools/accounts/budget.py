"""How many wrong passwords one name may get in a day: whoever tries from ever new addresses is stopped too."""

import datetime as dt

from axes.models import AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.auth.forms import UsernameField

from tools import clock

DAY = dt.timedelta(days=1)


def is_spent(username: str, address: str) -> bool:
    """Whether the name's tries of the last 24 hours are used up; its owner still gets in from where he got in before."""
    wrong = AccessFailureLog.objects.filter(username=username, attempt_time__gte=clock.now() - DAY)
    if wrong.count() < settings.SIGN_IN_DAILY_BUDGET:
        return False
    return not AccessLog.objects.filter(username=username, ip_address=address).exists()


def named(written: str) -> str:
    """The name under which tries are counted: as the sign-in form reads it, without blanks around it and full-width letters."""
    return UsernameField(max_length=150).to_python(written)


def renew(username: str) -> None:
    """The office gave its owner a new slip: his tries begin anew, wherever he sits."""
    AccessFailureLog.objects.filter(username=username).delete()
