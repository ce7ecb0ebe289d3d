"""Where a request comes from: one rule for the sign-in, its lock and the limits for strangers."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest | None) -> str:
    """The sender's address; behind our own proxy what the proxy saw, which it writes last. Whatever stands before is the
    sender's own word."""
    if request is None:
        return ""
    if settings.BEHIND_PROXY and (seen := request.META.get("HTTP_X_FORWARDED_FOR")):
        return seen.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")
