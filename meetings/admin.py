"""Records of meetings: rules are the town's, meetings are read here and entered on their own page."""

from django.contrib import admin

from meetings.models import Meeting, QuorumRule
from members.admin import OfTownship, OfVillage, ReadOnly
from tools.workflow.admin import ScopedAdmin


@admin.register(QuorumRule)
class QuorumRuleAdmin(OfTownship, ScopedAdmin):
    """The two rules; a migration made them."""

    list_display = (
        "family",
        "present_numerator",
        "present_denominator",
        "favour_numerator",
        "favour_denominator",
        "favour_of_entitled",
    )
    readonly_fields = ("family",)

    def may_add(self, request) -> bool:
        """There are two."""
        return False


@admin.register(Meeting)
class MeetingAdmin(ReadOnly, OfVillage, ScopedAdmin):
    """Meetings that were held."""

    list_display = ("held_on", "village", "kind", "entitled", "present")
    list_filter = ("kind", "village")
    list_select_related = ("village",)
