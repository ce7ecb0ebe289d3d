"""Lists of the admin go out as sheets: the rows that the person sees, the columns of the list, text only, each one noted."""

import hashlib
import io
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import Format
from import_export.forms import ExportForm
from import_export.resources import Resource

from tools import clock
from tools.exchange.models import Batch
from tools.exchange.sheets import Heading, write_csv, write_xlsx


class _Sheet(Format):
    """A kind of file, written by our own writer: import-export's only takes the first “=” out of a cell."""

    title: Any
    extension: str
    content_type: str

    def get_title(self) -> Any:
        """As the page offers it."""
        return self.title

    def get_extension(self) -> str:
        """As the file's name ends."""
        return self.extension

    def get_content_type(self) -> str:
        """As the browser is told."""
        return self.content_type

    def can_export(self) -> bool:
        """That is what it is for."""
        return True

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        """The whole file."""
        out = io.BytesIO()
        self.write(out, [Heading(word) for word in dataset.headers], list(dataset))
        return out.getvalue()

    def write(self, out: io.BytesIO, headings: list[Heading], rows: list[Any]) -> None:
        """Headings and rows into `out`."""
        raise NotImplementedError


class ExcelSheet(_Sheet):
    """For WPS and Excel."""

    title = _("Excel sheet (.xlsx)")
    extension = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, out: io.BytesIO, headings: list[Heading], rows: list[Any]) -> None:
        """Text cells only: nothing is run when the book is opened."""
        write_xlsx(out, "1", headings, rows)


class CommaSheet(_Sheet):
    """For whatever reads text."""

    title = _("Text table (.csv)")
    extension = "csv"
    content_type = "text/csv; charset=utf-8"

    def write(self, out: io.BytesIO, headings: list[Heading], rows: list[Any]) -> None:
        """With a mark of its encoding, and nothing that a spreadsheet program would run."""
        write_csv(out, headings, rows)


class SheetForm(ExportForm):
    """Which kind of file; the usual one is chosen already."""

    def _init_formats(self, formats: Any) -> None:
        super()._init_formats(formats)
        self.fields["format"].choices = [choice for choice in self.fields["format"].choices if choice[0] != ""]


class ListResource(Resource):
    """A list of the admin as import-export wants it; the columns are added for each list."""

    @classmethod
    def get_display_name(cls) -> str:
        """There is one; nobody chooses."""
        return cls.__name__

    def export_field(self, field: Field, instance: models.Model, **kwargs: Any) -> str:
        """As the list shows it."""
        return self.words(field.attribute, instance)


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
        columns = {
            name: Field(name, str(label_for_field(name, self.model, model_admin=self)), readonly=True)
            for name in self.get_list_display(request)
        }
        return [type("Columns", (ListResource,), columns | {"words": staticmethod(self.column_words)})]

    def get_valid_export_item_pks(self, request: HttpRequest) -> Any:
        """Rows that a forged form may name: those of the list."""
        return self.get_queryset(request).values_list("pk", flat=True)

    def _do_file_export(
        self, file_format: Format, request: HttpRequest, queryset: Any, export_form: Any = None
    ) -> HttpResponse:
        data = self.get_export_data(file_format, request, queryset, export_form=export_form)
        name = f"{self.opts.verbose_name_plural}-{clock.today():%Y%m%d}.{file_format.get_extension()}"
        Batch.objects.create(
            kind=f"{self.opts.model_name}_export", file_name=name, sha256=hashlib.sha256(data).hexdigest(), payload=b"",
            uploaded_by=request.user, uploaded_at=clock.now(), counts={"rows": queryset.count()},
        )  # fmt: skip
        headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": "no-store"}
        return HttpResponse(data, content_type=file_format.get_content_type(), headers=headers)
