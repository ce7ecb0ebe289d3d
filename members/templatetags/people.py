"""How people stand in lists: telephones masked, dates as they stand on paper."""

from typing import Any

from django import template

from members.partial_dates import shown, year_of
from members.scope import reach
from members.telephones import masked

register = template.Library()
register.filter("shown", shown)
register.filter("masked", masked)


@register.simple_tag(takes_context=True)
def born(context: Any, member: Any) -> str:
    """When he was born, as those who keep the record see it and he himself; for everybody else the year."""
    found = reach(context["request"].user)
    return shown(member.born if found.sees_contacts or found.member_id == member.pk else year_of(member.born))
