"""How people stand in lists: telephones masked, dates as they stand on paper."""

from django import template

from members.partial_dates import shown

register = template.Library()
register.filter("shown", shown)


@register.filter
def masked(phone: str) -> str:
    """138****1234: enough to recognise a number, not enough to ring it."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else phone
