"""Records of notices, and the calendar by which their periods are counted."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from members.admin import OfTownship, OfVillage, RecordsAdmin, Setting
from notices.models import CalendarYear, Holiday, Notice, Objection
from tools.exchange.admin import ExportsList
from tools.workflow.admin import WorkflowAdmin


@admin.register(CalendarYear)
class CalendarYearAdmin(Setting, RecordsAdmin):
    """Years for which periods may be counted."""

    list_display = ("year", "provisional")


@admin.register(Holiday)
class HolidayAdmin(Setting, RecordsAdmin):
    """Holidays and make-up days."""

    list_display = ("day", "is_working", "name")
    list_filter = ("is_working",)
    search_fields = ("day", "name")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A day entered by mistake is taken out again; periods that run keep the last day they were given."""
        return self.may_change(request)


@admin.register(Notice)
class NoticeAdmin(OfVillage, ExportsList, WorkflowAdmin):
    """Notices, read."""

    list_display = ("title", "village", "state", "opened_on", "ends_on")
    list_filter = ("state", "village")
    list_select_related = ("village",)
    search_fields = ("title",)


@admin.register(Objection)
class ObjectionAdmin(OfTownship, ExportsList, WorkflowAdmin):
    """Objections, read by the township alone."""

    list_display = ("notice", "line", "state", "channel", "received_on")
    list_filter = ("state", "channel")
    list_select_related = ("notice", "line__member")
