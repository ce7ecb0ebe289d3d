"""Records of meetings: rules are the town's, meetings are read here and entered on their own page."""

from django.contrib import admin
from django.http import HttpRequest

from meetings.models import Meeting, QuorumRule
from members.admin import OfVillage, ReadOnly, RecordsAdmin, Setting


@admin.register(QuorumRule)
class QuorumRuleAdmin(Setting, RecordsAdmin):
    """The rules; migrations made them."""

    list_display = (
        "family",
        "present_numerator",
        "present_denominator",
        "favour_numerator",
        "favour_denominator",
        "favour_of_entitled",
    )
    readonly_fields = ("family",)

    def may_add(self, request: HttpRequest) -> bool:
        """There is one for each family."""
        return False


@admin.register(Meeting)
class MeetingAdmin(ReadOnly, OfVillage, RecordsAdmin):
    """Meetings that were held."""

    list_display = ("held_on", "village", "kind", "entitled", "present")
    list_filter = ("kind", "village")
    list_select_related = ("village",)
