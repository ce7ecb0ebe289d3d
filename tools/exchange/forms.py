"""What is asked before a list goes out: which columns, which kind of file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tools.exchange.outgoing import Outgoing


class PickForm(forms.Form):
    """The columns of the page are ticked already. `usual=xlsx` alone stands for these columns in such a file."""

    columns = forms.MultipleChoiceField(
        label=_("columns"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one column.")},
    )
    format = forms.ChoiceField(
        label=_("kind of file"),
        choices=[("xlsx", _("Excel sheet (.xlsx)")), ("csv", _("Text table (.csv)"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, sheet: Outgoing) -> None:
        usual = [column.key for column in sheet.on_offer if column.usual]
        if data is not None and "usual" in data:
            data = {"columns": usual, "format": data["usual"]}
        super().__init__(data, initial={"columns": usual})
        self.fields["columns"].choices = [(column.key, column.word) for column in sheet.on_offer]
        self.fields["columns"].required = not sheet.always
