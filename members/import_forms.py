"""The form by which a roster comes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tools.exchange.limits import Unreadable, megabytes, of_page
from tools.exchange.resource import SheetResource


class RosterUploadForm(forms.Form):
    """One file. What cannot be read at all is refused here, in one sentence. `resource` reads it."""

    file = forms.FileField(
        label=_("file to bring in"),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file first.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt"}),
    )

    def __init__(self, *args: Any, resource: SheetResource, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resource = resource
        limits = of_page()
        self.fields["file"].help_text = _t(
            ".xlsx, .xls or .csv, at most %(size)s MB and %(rows)s rows. "
            "Headings in the first ten rows; other columns are left out."
        ) % {"size": megabytes(limits.size), "rows": limits.rows}

    def clean_file(self) -> Any:
        """Read it whole; `book` and `content` are there afterwards."""
        file, limits = self.cleaned_data["file"], of_page()
        if file.size > limits.size:
            raise forms.ValidationError(_t("The file is too large; split it, for example by branch."), code="too_large")
        try:
            self.book, self.content = self.resource.read(file.read(), file.name, limits)
        except Unreadable as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        if self.content.errors and not self.content.rows:
            raise forms.ValidationError([forms.ValidationError(p.message, code=p.code) for p in self.content.errors])
        if not self.content.rows:
            raise forms.ValidationError(_t("There is no row under the headings."), code="no_rows")
        return file
