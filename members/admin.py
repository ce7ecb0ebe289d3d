"""Records of the organisation: for the township all of them, for a secretary his own village's."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import Branch, Mandate, Member, Office, Speciality, Township, Transfer, Village
from members.roles import TOWNSHIP
from members.scope import reach
from members.search import fold
from members.telephones import masked
from tools.exchange.admin import ExportsList
from tools.exchange.models import Batch
from tools.workflow.admin import ScopedAdmin, ScopedInline, WorkflowAdmin


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


class Setting(OfTownship):
    """What the town's work is set up by: the maintainer, who signs nothing, keeps it in order too."""

    def may_change(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees it."""
        return self.may_view(request)


class OfVillage(OfTownship):
    """Seen by secretaries too, each his own village's rows, and changed by them."""

    def may_view(self, request: HttpRequest) -> bool:
        """Whoever may open the admin."""
        return reach(request.user).opens_admin

    def may_change(self, request: HttpRequest, obj: Any = None) -> bool:
        """The township all, a secretary what lies in his village."""
        found = reach(request.user)
        return found.may_enter if obj is None else found.enters_for(self.village_of(obj))

    def village_of(self, obj: Any) -> int | None:
        """The village whose secretary changes the row."""
        return obj.locus().village_id


class OfBranch(OfVillage):
    """Rows of the roster: a member's branch keeps them, also where he reports in to another village."""

    def village_of(self, obj: Any) -> int | None:
        """The village of the branch; a school's or an office's roster is the town's."""
        member = obj if isinstance(obj, Member) else obj.member
        return member.branch.village_id


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


class OfPerson(FindsBySound):
    """Rows that belong to somebody; two of one name are told apart."""

    search_fields = ("member__search_key",)

    @admin.display(description=_("member"), ordering="member__search_key")
    def person(self, row: Any) -> str:
        """Whose row it is."""
        return row.member.told_apart


class RecordsAdmin(ExportsList, ScopedAdmin):
    """A list of records: scoped, with its history, and as a sheet."""


@admin.register(Township)
class TownshipAdmin(Setting, RecordsAdmin):
    """The town's one row."""

    def may_add(self, request: HttpRequest) -> bool:
        """There is one, made by a migration."""
        return False


@admin.register(Village)
class VillageAdmin(FindsBySound, OfVillage, RecordsAdmin):
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
class BranchAdmin(OfTownship, RecordsAdmin):
    """Branches."""

    list_display = ("name", "kind", "village")
    list_filter = ("kind",)
    search_fields = ("name",)
    list_select_related = ("village",)


class MemberForm(forms.ModelForm):
    """A record. The telephone is masked until somebody has it shown on the member's page; left as it is, it stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (phone := self.instance.phone) and "phone" in self.fields:
            self.initial["phone"] = masked(phone)
            self.fields["phone"].help_text = _(
                "Left as it stands here it is not changed; or write the whole new number."
            )

    def clean_phone(self) -> str:
        """What was kept, where it was not touched."""
        found = self.cleaned_data["phone"]
        kept = self.initial.get("phone")
        return self.instance.phone if kept and found == kept else found


class OfficeInline(OfBranch, ScopedInline):
    """Offices of a member."""

    model = Office
    fields = ("kind", "starts_on", "ends_on")


@admin.register(Member)
class MemberAdmin(FindsBySound, OfBranch, RecordsAdmin):
    """The roster, row by row."""

    form = MemberForm
    list_display = ("name", "branch", "sex", "born", "category", "presence", "lives_in")
    list_filter = ("category", "presence", ("left_on", admin.EmptyFieldListFilter), "branch")
    list_select_related = ("branch", "lives_in")
    exclude = ("user",)
    readonly_fields = ("left_on", "left_how")
    inlines = (OfficeInline,)

    def links(self, request: HttpRequest) -> list[tuple[str, str]]:
        """A whole roster comes and goes by its own pages, where it can be looked at first."""
        if not reach(request.user).may_enter:
            return []
        return [
            (reverse("members:roster_import"), _("Import a sheet")),
            (reverse("members:roster_export"), _("Export the roster")),
        ]

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Who may only read has the telephone shown on the member's own page."""
        return self.exclude if self.has_change_permission(request, obj) else (*self.exclude, "phone")

    def save_model(self, request: HttpRequest, obj: Member, form: Any, change: bool) -> None:
        """What is odd but stops nothing is said as for a row of a sheet."""
        super().save_model(request, obj, form, change)
        for found in obj.findings():
            messages.warning(request, found.message)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Boxes to tick: nobody holds a key down to choose two."""
        kwargs["widget"] = forms.CheckboxSelectMultiple(attrs={"class": "ticks"})
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Transfer)
class TransferAdmin(OfPerson, OfVillage, ExportsList, WorkflowAdmin):
    """Transfers, read; both villages see theirs."""

    list_display = ("person", "kind", "from_branch", "to_branch", "state")
    list_filter = ("state", "kind")
    list_select_related = ("member", "from_branch", "to_branch")


@admin.register(Office)
class OfficeAdmin(OfPerson, OfBranch, RecordsAdmin):
    """Offices held."""

    list_display = ("person", "kind", "starts_on", "ends_on")
    autocomplete_fields = ("member",)
    list_filter = ("kind",)
    list_select_related = ("member__branch",)


@admin.register(Speciality)
class SpecialityAdmin(OfTownship, RecordsAdmin):
    """The words by which members' specialities are called."""

    search_fields = ("name",)


@admin.register(Mandate)
class MandateAdmin(ReadOnly, OfTownship, RecordsAdmin):
    """Every right that was ever given, also those taken away; given and taken on the page of the mandates."""

    list_display = ("user", "role", "village", "zone", "starts_on", "ends_on", "taken_at")
    list_filter = ("role", "village")
    list_select_related = ("user", "village")
    search_fields = ("user__username", "user__name")
    readonly_fields = ("user",)

    def links(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Where they are given and taken."""
        return [(reverse("members:mandate_list"), _("Mandates in force"))]


@admin.register(get_user_model())
class AccountAdmin(OfTownship, RecordsAdmin):
    """Accounts: opened on the page of the mandates, closed here. No password is seen or set here."""

    list_display = ("username", "name", "is_active", "must_change_password")
    list_filter = ("is_active", "must_change_password")
    search_fields = ("username", "name")
    fields = ("username", "name", "is_active")

    def may_add(self, request: HttpRequest) -> bool:
        """With its slip, on its own page."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The name to sign in with stays; nobody closes the account he sits at."""
        return ("username", "is_active") if obj == request.user else ("username",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """All but the maintainers': the town does not lock them out."""
        accounts = get_user_model().objects.order_by("username")
        return accounts.filter(is_superuser=False) if reach(request.user).is_staff_of_town else accounts.none()


@admin.register(Batch)
class BatchAdmin(ReadOnly, OfTownship, RecordsAdmin):
    """Which sheets came in and went out, when, and by whom; never what was in them."""

    list_display = ("uploaded_at", "uploaded_by", "kind", "file_name", "applied_at")
    list_filter = ("kind",)
    list_select_related = ("uploaded_by",)
    search_fields = ("file_name", "uploaded_by__username", "uploaded_by__name")
    fields = ("uploaded_at", "uploaded_by", "kind", "file_name", "counts", "applied_at", "applied_by")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Everybody's: an upload's own pages are its uploader's, that it was made is the town's to know."""
        sheets = Batch.objects.defer("payload")
        return sheets if reach(request.user).is_staff_of_town else sheets.none()


from members import template_admin  # noqa: E402, F401  Its rows stand on the classes above.
