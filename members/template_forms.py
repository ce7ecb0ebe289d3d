"""What the township sends on the pages of document templates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tools.papers.limits import Unusable
from tools.papers.template_models import PaperTemplate
from tools.papers.word.keeping import keep
from tools.papers.word.register import Document
from tools.workflow.errors import Conflict


class TemplateForm(forms.Form):
    """A Word file as the next version of a document's template; `kept` after it was taken."""

    file = forms.FileField(
        label=_("Word file (.docx)"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        error_messages={"required": _("No file was chosen.")},
    )

    kept: PaperTemplate
    is_new = False

    def __init__(self, *args: Any, document: Document, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.document, self.user = document, user

    def clean_file(self) -> Any:
        """Looked through and tried on the example: only what can be filled is kept."""
        file = self.cleaned_data["file"]
        try:
            self.kept, self.is_new = keep(self.document, file.read(), file.name, self.user)
        except Unusable as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        except Conflict as error:
            raise forms.ValidationError(str(error)) from error
        return file


class TakeForm(forms.Form):
    """Which decision the person saw when he chose a version."""

    seen = forms.IntegerField(min_value=0, max_value=32767, widget=forms.HiddenInput)
