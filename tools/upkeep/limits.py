"""How often a stranger may send something, without keeping who he is."""

import datetime as dt

from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from tools import clock
from tools.accounts.address import address_of
from tools.upkeep.models import Knock

AN_HOUR = 30
"""An honest village behind one address passes."""


def seconds_to_wait() -> int:
    """Until the next full hour, when everybody may send again."""
    now = clock.now()
    return 3600 - now.minute * 60 - now.second


def is_too_often(request: HttpRequest, what: str, most: int = AN_HOUR) -> bool:
    """Count this sending; True where its source sent more than `most` in this hour.

    The hash changes daily and the day's rows are thrown away with the next day's first: no address is kept.
    """
    now = clock.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    source = salted_hmac(f"{what} {clock.today()}", address_of(request), algorithm="sha256").hexdigest()
    row, is_new = Knock.objects.get_or_create(source=source, hour=hour)
    if is_new:
        Knock.objects.filter(hour__lt=now - dt.timedelta(days=1)).delete()
    Knock.objects.filter(pk=row.pk).update(count=F("count") + 1)
    return row.count + 1 > most
