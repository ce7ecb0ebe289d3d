"""Records of plans, read; they are written on pages of their own."""

from django.contrib import admin

from members.admin import OfVillage
from plans.models import Goal, Plan
from tools.exchange.admin import ExportsList
from tools.workflow.admin import WorkflowAdmin


@admin.register(Plan)
class PlanAdmin(OfVillage, ExportsList, WorkflowAdmin):
    """Plans."""

    list_display = ("title", "village", "cycle", "state")
    list_filter = ("state", "cycle", "village")
    list_select_related = ("village", "cycle")
    search_fields = ("title",)


@admin.register(Goal)
class GoalAdmin(OfVillage, ExportsList, WorkflowAdmin):
    """Goals."""

    list_display = ("content", "plan", "due_on", "state")
    list_filter = ("state", "plan__cycle", "plan__village")
    list_select_related = ("plan", "group__zone")
    search_fields = ("content",)
