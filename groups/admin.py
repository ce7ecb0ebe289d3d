"""Records of zones, groups, posts and applications."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from groups.models import Application, Cycle, Group, Placement, Post, PostTemplate, Scheme, Zone
from members.admin import OfPerson, OfTownship, OfVillage, ReadOnly, RecordsAdmin
from members.scope import reach
from tools.exchange.admin import ExportsList
from tools.workflow.admin import WorkflowAdmin


@admin.register(Zone)
class ZoneAdmin(OfTownship, RecordsAdmin):
    """The five zones: names and texts are the town's to edit."""

    list_display = ("name", "duties")
    fields = ("name", "duties", "requirements")

    def may_add(self, request: HttpRequest) -> bool:
        """There are five."""
        return False


@admin.register(PostTemplate)
class PostTemplateAdmin(OfTownship, RecordsAdmin):
    """The town's catalogue of posts."""

    list_display = ("zone", "name", "seats", "is_leader")
    list_filter = ("zone",)
    list_select_related = ("zone",)
    search_fields = ("name",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What the town no longer offers is taken out of the catalogue; villages keep their posts."""
        return self.may_change(request)


@admin.register(Cycle)
class CycleAdmin(OfTownship, RecordsAdmin):
    """The years' procedures."""

    list_display = ("year", "name", "starts_on", "term_ends_on")
    fields = (
        "year",
        "name",
        "starts_on",
        *(f"{step.value}_by" for step in Cycle.Step),
        "plan_by",
        "pledge_by",
        "term_ends_on",
    )


@admin.register(Scheme)
class SchemeAdmin(ReadOnly, OfVillage, RecordsAdmin):
    """Which village published its posts when."""

    list_display = ("village", "cycle", "published_on")
    list_filter = ("cycle", "village")
    list_select_related = ("village", "cycle")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Everybody may read on the board that a scheme is published; here each sees his own village's."""
        return super().get_queryset(request).filter(reach(request.user).among("village"))


@admin.register(Group)
class GroupAdmin(OfVillage, RecordsAdmin):
    """Groups: their texts, and who leads one for the time being."""

    list_display = ("village", "zone", "acting_leader")
    list_filter = ("zone", "village")
    list_select_related = ("village", "zone", "acting_leader")
    readonly_fields = ("village", "zone")
    autocomplete_fields = ("acting_leader",)

    def may_add(self, request: HttpRequest) -> bool:
        """One per village and zone, made by copying the catalogue."""
        return False


@admin.register(Post)
class PostAdmin(ReadOnly, OfVillage, RecordsAdmin):
    """Posts; changed on the page of the scheme, which knows who sits on them."""

    list_display = ("name", "group", "seats", "is_leader", "retired_on")
    list_filter = ("group__zone", "group__village", "is_leader")
    list_select_related = ("group__village", "group__zone")
    search_fields = ("name",)


@admin.register(Application)
class ApplicationAdmin(OfPerson, OfVillage, ExportsList, WorkflowAdmin):
    """Applications, read."""

    list_display = ("person", "post", "state", "cycle")
    list_filter = ("state", "cycle", "post__group__zone", "post__group__village")
    list_select_related = ("member", "post__group", "cycle")


@admin.register(Placement)
class PlacementAdmin(OfPerson, ReadOnly, OfVillage, RecordsAdmin):
    """Who held which seat from when to when."""

    list_display = ("person", "post", "seat", "held_from", "term_ends_on", "over_on")
    list_filter = ("post__group__zone", "post__group__village")
    list_select_related = ("member", "post__group")
