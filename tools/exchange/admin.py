"""Lists of the admin go out as sheets: the rows that the person sees, the columns of the list, text only, each one noted."""

from functools import partial
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import Format
from import_export.forms import ExportForm
from import_export.resources import Resource

from tools.exchange.downloads import download
from tools.exchange.outgoing import Offer, lines


class _Sheet(Format):
    """A kind of file, written by our own writer: import-export's only takes the first “=” out of a cell."""

    title: Any
    extension: str

    def get_title(self) -> Any:
        """As the page offers it."""
        return self.title

    def can_export(self) -> bool:
        """That is what it is for."""
        return True


class ExcelSheet(_Sheet):
    """For WPS and Excel: text cells only, nothing is run when the book is opened."""

    title = _("Excel sheet (.xlsx)")
    extension = "xlsx"


class CommaSheet(_Sheet):
    """For whatever reads text: with a mark of its encoding, and nothing that a spreadsheet program would run."""

    title = _("Text table (.csv)")
    extension = "csv"


class SheetForm(ExportForm):
    """Which kind of file; the usual one is chosen already."""

    def _init_formats(self, formats: Any) -> None:
        super()._init_formats(formats)
        self.fields["format"].choices = [choice for choice in self.fields["format"].choices if choice[0] != ""]


class ListResource(Resource):
    """The columns of a list as import-export's page names them; they are added for each list."""

    @classmethod
    def get_display_name(cls) -> str:
        """There is one; nobody chooses."""
        return cls.__name__


class ExportsList(ExportMixin):
    """Beside a ScopedAdmin: its list as a sheet. Rows come through the list's own scope, search and filters."""

    import_export_change_list_template = None
    export_template_name = "admin/records_export.html"
    export_form_class = SheetForm
    export_formats = [ExcelSheet, CommaSheet]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """What is seen may be taken along."""
        return self.has_view_permission(request)

    def get_export_resource_classes(self, request: HttpRequest) -> list[type[Resource]]:
        """The columns of the list and no others."""
        columns = {name: Field(name, word, readonly=True) for name, word in self._columns(request).items()}
        return [type("Columns", (ListResource,), columns)]

    def _columns(self, request: HttpRequest) -> dict[str, str]:
        """Of the list, each with its heading."""
        names = self.get_list_display(request)
        return {name: str(label_for_field(name, self.model, model_admin=self)) for name in names}

    def get_valid_export_item_pks(self, request: HttpRequest) -> Any:
        """Rows that a forged form may name: those of the list."""
        return self.get_queryset(request).values_list("pk", flat=True)

    def _do_file_export(
        self, file_format: Format, request: HttpRequest, queryset: Any, export_form: Any = None
    ) -> HttpResponse:
        """Under the list's own name; written row by row, as every sheet of the desk."""
        columns = self._columns(request)
        offers = [Offer(name, word, partial(self.column_words, name)) for name, word in columns.items()]
        headings = [offer.heading() for offer in offers]
        title = str(self.opts.verbose_name_plural)
        rows = lines(queryset, offers)
        return download(self.opts.model_name, title, headings, rows, request.user, file_format.extension)
