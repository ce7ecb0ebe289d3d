"""Records of zones, groups, posts and applications."""

from django.contrib import admin

from groups.models import Application, Cycle, Group, Placement, Post, PostTemplate, Scheme, Zone
from members.admin import OfTownship, OfVillage, ReadOnly
from tools.workflow.admin import ScopedAdmin, WorkflowAdmin


@admin.register(Zone)
class ZoneAdmin(OfTownship, ScopedAdmin):
    """The five zones: names and texts are the town's to edit."""

    list_display = ("name", "duties")
    fields = ("name", "duties", "requirements")

    def may_add(self, request) -> bool:
        """There are five."""
        return False


@admin.register(PostTemplate)
class PostTemplateAdmin(OfTownship, ScopedAdmin):
    """The town's catalogue of posts."""

    list_display = ("zone", "name", "seats", "is_leader")
    list_filter = ("zone",)
    list_select_related = ("zone",)
    search_fields = ("name",)


@admin.register(Cycle)
class CycleAdmin(OfTownship, ScopedAdmin):
    """The years' procedures."""

    list_display = ("year", "name", "starts_on", "term_ends_on")


@admin.register(Scheme)
class SchemeAdmin(ReadOnly, OfVillage, ScopedAdmin):
    """Which village published its posts when."""

    list_display = ("village", "cycle", "published_on")
    list_filter = ("cycle", "village")
    list_select_related = ("village", "cycle")


@admin.register(Group)
class GroupAdmin(OfVillage, ScopedAdmin):
    """Groups: their texts, and who leads one for the time being."""

    list_display = ("village", "zone", "acting_leader")
    list_filter = ("zone", "village")
    list_select_related = ("village", "zone", "acting_leader")
    readonly_fields = ("village", "zone")
    autocomplete_fields = ("acting_leader",)

    def may_add(self, request) -> bool:
        """One per village and zone, made by copying the catalogue."""
        return False


@admin.register(Post)
class PostAdmin(ReadOnly, OfVillage, ScopedAdmin):
    """Posts; changed on the page of the scheme, which knows who sits on them."""

    list_display = ("name", "group", "seats", "is_leader", "retired_on")
    list_filter = ("group__zone", "group__village", "is_leader")
    list_select_related = ("group__village", "group__zone")
    search_fields = ("name",)


@admin.register(Application)
class ApplicationAdmin(OfVillage, WorkflowAdmin):
    """Applications, read."""

    list_display = ("member", "post", "state", "cycle", "round")
    list_filter = ("state", "cycle", "post__group__zone", "post__group__village")
    list_select_related = ("member", "post__group", "cycle")
    search_fields = ("member__search_key",)


@admin.register(Placement)
class PlacementAdmin(ReadOnly, OfVillage, ScopedAdmin):
    """Who held which seat from when to when."""

    list_display = ("member", "post", "seat", "held_from", "term_ends_on", "over_on")
    list_filter = ("post__group__zone", "post__group__village")
    list_select_related = ("member", "post__group")
    search_fields = ("member__search_key",)
