"""Pages on which the township sees the template of each document, tries another one, takes it into use and takes it back."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.models import ADDITION
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.scope import reach
from members.template_forms import TakeForm, TemplateForm
from tools.history.noted import note
from tools.papers.limits import Unusable
from tools.papers.serving import takes_a_file
from tools.papers.template_models import PaperTemplate, TemplateUse
from tools.papers.word.keeping import take, tried
from tools.papers.word.outline import outline
from tools.papers.word.register import DOCUMENTS, Document, Field
from tools.papers.word.serving import word_file
from tools.workflow.errors import Conflict


def _document(request: HttpRequest, code: str) -> Document:
    """For the township alone; what is no document is not there."""
    _township_only(request)
    if code not in DOCUMENTS:
        raise Http404
    return DOCUMENTS[code]


def _township_only(request: HttpRequest) -> None:
    if not reach(request.user).is_staff_of_town:
        raise PermissionDenied(_("The templates of documents are the township's."))


def _file(document: Document, number: int) -> tuple[bytes, PaperTemplate | None]:
    """A version's file; 0 is the one that comes with the product."""
    if not number:
        return document.builtin(), None
    found = PaperTemplate.objects.filter(document=document.code, number=number).select_related("added_by").first()
    if found is None:
        raise Http404
    return bytes(found.content), found


def _name(document: Document, number: int) -> str:
    return f"{document.label}-{number}" if number else f"{document.label}"


@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    """Each document and what it is filled into now."""
    _township_only(request)
    uses = {use.document: use for use in TemplateUse.objects.latest()}
    rows = [(document, uses.get(code)) for code, document in DOCUMENTS.items()]
    return render(request, "members/template_list.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@takes_a_file
def template_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One document: what it is filled into, its versions, the names that may be used, and a new file."""
    document = _document(request, code)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TemplateForm(*sent, document=document, user=request.user)
    if sent and form.is_valid():
        if form.is_new:
            with translation.override(settings.LANGUAGE_CODE):
                note(request.user, form.kept, _("sent in a template"), ADDITION)
        said = _("The file is kept as version %(number)s; look at the example, then take it into use.")
        if not form.is_new:
            said = _("This very file is here already: it is version %(number)s.")
        messages.success(request, said % {"number": form.kept.number})
        return redirect("members:template_version", code=code, number=form.kept.number)
    uses = TemplateUse.objects.filter(document=code).select_related("by", "template").defer("template__content")
    context = {
        "document": document,
        "form": form,
        "uses": uses,
        "use": next(iter(uses), None),
        "versions": PaperTemplate.objects.filter(document=code).select_related("added_by").defer("content"),
        "names": list(_names(document.fields)),
    }
    return render(request, "members/template_detail.html", context, status=422 if sent else 200)


def _names(fields: tuple[Field, ...], row: str = "") -> Iterator[dict[str, Any]]:
    """How each field is written in a template, and what it means."""
    for field in fields:
        name = f"{row}.{field.name}" if row else field.name
        if not field.is_list:
            yield {"written": f"{{{{ {name} }}}}", "meaning": field.meaning, "is_inner": bool(row)}
            continue
        inner = "item" if not row else "part"
        yield {
            "written": f"{{% for {inner} in {name} %}} … {{% endfor %}}", "meaning": field.meaning, "is_inner": bool(row),
        }  # fmt: skip
        if field.of:
            yield from _names(field.of, inner)
        else:
            yield {"written": f"{{{{ {inner} }}}}", "meaning": _("one of them"), "is_inner": True}


@require_safe
def template_file(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A version's own file, to be changed in WPS or Word."""
    document = _document(request, code)
    return word_file(_file(document, number)[0], _("template %(name)s") % {"name": _name(document, number)})


@require_safe
def template_sample(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The invented example filled into a version, as it would leave."""
    document = _document(request, code)
    content, _template = _file(document, number)
    try:
        return word_file(tried(document, content), _("example %(name)s") % {"name": _name(document, number)})
    except Unusable as error:
        messages.error(request, error.message)
        return redirect("members:template_detail", code=code)


@never_cache
@require_safe
def template_version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A version and its example on the screen; from here it is taken into use."""
    document = _document(request, code)
    content, template = _file(document, number)
    use = TemplateUse.objects.now(code)
    context = {"document": document, "number": number, "template": template, "use": use,
               "form": TakeForm(initial={"seen": use.number if use else 0})}  # fmt: skip
    context["is_present"] = (use.template_id if use else None) == (template.pk if template else None)
    try:
        context["sample"] = outline(tried(document, content))
    except Unusable as error:
        context["fault"] = error.message
    return render(request, "members/template_version.html", context)


@require_POST
def template_use(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """From now on the document is filled into this version."""
    document = _document(request, code)
    _content, template = _file(document, number)
    form = TakeForm(request.POST)
    here = redirect("members:template_version", code=code, number=number)
    if not form.is_valid():
        return here
    try:
        use = take(document, number, request.user, form.cleaned_data["seen"])
    except Unusable as error:
        messages.error(request, error.message)
        return here
    except Conflict as error:
        return render(request, "409.html", {"obj": template, "sentence": str(error)}, status=409)
    with translation.override(settings.LANGUAGE_CODE):
        note(request.user, use, _("took a template into use"), ADDITION)
    messages.success(request, _("From now on “%(document)s” is filled into: %(template)s.")
                     % {"document": document.label, "template": use})  # fmt: skip
    return redirect("members:template_detail", code=code)
