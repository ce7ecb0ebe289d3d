"""Records of the organisation: for the township all of them, for a secretary his own village's."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from import_export import resources

from members.models import Branch, Mandate, Member, Office, Speciality, Township, Village
from members.roles import TOWNSHIP
from members.scope import reach
from members.search import fold
from tools.workflow.admin import ScopedAdmin, ScopedInline


class OfTownship:
    """Seen by those who see the whole town's records, changed by the township."""

    def may_view(self, request: HttpRequest) -> bool:
        """The township, and the maintainer who sees what it sees."""
        return reach(request.user).is_staff_of_town

    def may_change(self, request: HttpRequest, obj: Any = None) -> bool:
        """The township by its mandate; the maintainer signs for nobody."""
        return reach(request.user).has(TOWNSHIP)

    def may_add(self, request: HttpRequest) -> bool:
        """As changing."""
        return self.may_change(request)


class OfVillage(OfTownship):
    """Seen by secretaries too, each his own village's rows, and changed by them."""

    def may_view(self, request: HttpRequest) -> bool:
        """Whoever may open the admin."""
        return reach(request.user).opens_admin

    def may_change(self, request: HttpRequest, obj: Any = None) -> bool:
        """The township all, a secretary what lies in his village."""
        found = reach(request.user)
        if obj is None:
            return found.may_enter
        return found.enters_for(obj.locus().village_id)


class ReadOnly:
    """Looked at here; changed by pages of its own."""

    def may_add(self, request: HttpRequest) -> bool:
        """Not here."""
        return False

    def may_change(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not here."""
        return False


class FindsBySound:
    """Search by characters, pinyin or initials, folded as everywhere else."""

    search_fields: tuple[str, ...] = ("search_key",)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """The term in the form in which names are kept."""
        return super().get_search_results(request, queryset, fold(search_term))


@admin.register(Township)
class TownshipAdmin(OfTownship, ScopedAdmin):
    """The town's one row."""

    def may_add(self, request: HttpRequest) -> bool:
        """There is one, made by a migration."""
        return False


@admin.register(Village)
class VillageAdmin(FindsBySound, OfVillage, ScopedAdmin):
    """Villages; a secretary mends what the board shows of his own."""

    list_display = ("code", "short_name", "kind", "phone", "representatives")
    list_filter = ("kind",)

    def may_add(self, request: HttpRequest) -> bool:
        """A village is the town's to add."""
        return reach(request.user).has(TOWNSHIP)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Code and names are the town's."""
        return () if reach(request.user).has(TOWNSHIP) else ("code", "name", "short_name", "kind")


@admin.register(Branch)
class BranchAdmin(OfTownship, ScopedAdmin):
    """Branches."""

    list_display = ("name", "kind", "village")
    list_filter = ("kind",)
    search_fields = ("name",)
    list_select_related = ("village",)


class OfficeInline(OfVillage, ScopedInline):
    """Offices of a member."""

    model = Office
    fields = ("kind", "starts_on", "ends_on")

    def may_change(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the member on whom they hang."""
        return super().may_change(request, obj)


class MemberResource(resources.ModelResource):
    """A plain list of members; the roster that can be imported again is exported from the roster's page."""

    class Meta:
        model = Member
        fields = (
            "uuid",
            "name",
            "sex",
            "nation",
            "born",
            "education",
            "category",
            "branch__name",
            "joined",
            "confirmed",
            "presence",
        )


@admin.register(Member)
class MemberAdmin(FindsBySound, OfVillage, ScopedAdmin):
    """The roster, row by row."""

    list_display = ("name", "branch", "sex", "born", "category", "presence", "lives_in")
    list_filter = ("category", "presence", "branch")
    list_select_related = ("branch", "lives_in")
    exclude = ("user",)
    filter_horizontal = ()
    inlines = (OfficeInline,)
    resource_classes = (MemberResource,)


@admin.register(Office)
class OfficeAdmin(OfVillage, ScopedAdmin):
    """Offices held."""

    list_display = ("member", "kind", "starts_on", "ends_on")
    autocomplete_fields = ("member",)
    list_filter = ("kind",)
    list_select_related = ("member__branch",)
    search_fields = ("member__search_key",)


@admin.register(Speciality)
class SpecialityAdmin(OfTownship, ScopedAdmin):
    """The words by which members' specialities are called."""

    search_fields = ("name",)


@admin.register(Mandate)
class MandateAdmin(ReadOnly, OfTownship, ScopedAdmin):
    """Every right that was ever given, also those taken away; given and taken on the page of the mandates."""

    list_display = ("user", "role", "village", "zone", "starts_on", "ends_on", "taken_at")
    list_filter = ("role", "village")
    list_select_related = ("user", "village")
    search_fields = ("user__username", "user__name")


class AccountResource(resources.ModelResource):
    """Who has an account; never a password."""

    class Meta:
        model = get_user_model()
        fields = ("username", "name", "is_active", "last_login")


@admin.register(get_user_model())
class AccountAdmin(OfTownship, ScopedAdmin):
    """Accounts: opened on the page of the mandates, closed here."""

    list_display = ("username", "name", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "name")
    fields = ("username", "name", "is_active")
    readonly_fields = ("username",)
    resource_classes = (AccountResource,)

    def may_add(self, request: HttpRequest) -> bool:
        """With its slip, on its own page."""
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """All but the maintainers': the town does not lock them out."""
        accounts = get_user_model().objects.all()
        return accounts.filter(is_superuser=False) if reach(request.user).is_staff_of_town else accounts.none()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The township's."""
        return self.may_view(request)
