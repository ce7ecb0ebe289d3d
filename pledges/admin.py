"""Records of letters and pledges, read; they are written on pages of their own."""

from django.contrib import admin

from members.admin import OfVillage
from pledges.models import Pledge, PledgeItem, ResponsibilityLetter
from tools.exchange.admin import ExportsList
from tools.workflow.admin import WorkflowAdmin


@admin.register(ResponsibilityLetter)
class LetterAdmin(OfVillage, ExportsList, WorkflowAdmin):
    """Letters."""

    list_display = ("placement", "cycle", "member_signed_on", "branch_signed_on", "state")
    list_filter = ("state", "cycle", "placement__post__group__village")
    list_select_related = ("placement__member", "placement__post__group", "cycle")
    search_fields = ("placement__member__name",)


@admin.register(Pledge)
class PledgeAdmin(OfVillage, ExportsList, WorkflowAdmin):
    """Pledges."""

    list_display = ("whose", "village", "cycle", "state", "published_on")
    list_filter = ("state", "cycle", "village")
    list_select_related = ("village", "cycle", "group__zone", "member")
    search_fields = ("member__name",)


@admin.register(PledgeItem)
class ItemAdmin(OfVillage, ExportsList, WorkflowAdmin):
    """Items of pledges."""

    list_display = ("content", "pledge", "due_on", "state")
    list_filter = ("state", "pledge__cycle", "pledge__village")
    list_select_related = ("pledge__group__zone", "pledge__member", "goal")
    search_fields = ("content",)
