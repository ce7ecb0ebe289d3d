"""How people stand in lists: telephones masked, dates as they stand on paper."""

from django import template

from members.partial_dates import shown
from members.telephones import masked

register = template.Library()
register.filter("shown", shown)
register.filter("masked", masked)
