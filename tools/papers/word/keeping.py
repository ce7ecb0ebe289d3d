"""A township's own template: looked through and tried before it is kept, taken into use, and taken back."""

import hashlib
import logging
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from tools import clock
from tools.papers.limits import Unusable
from tools.papers.template_models import PaperTemplate, TemplateUse
from tools.papers.word.register import DOCUMENTS, Document, Values
from tools.workflow.errors import Conflict

LOG = logging.getLogger(__name__)


def sample(document: Document) -> Values:
    """The values of the invented example, in the town's language."""
    with translation.override(settings.LANGUAGE_CODE):
        return document.example()


def tried(document: Document, template: bytes) -> bytes:
    """The example filled into this template, whatever somebody sent. Raises Unusable: what is wrong, and where."""
    from tools.papers.word import archive, filling, grammar

    stories = archive.opened(template)
    grammar.check(document, stories)
    try:
        done = filling.filled(template, [sample(document)], str(document.label), two_sided=document.two_sided)
        archive.opened(done)
    except Unusable:
        raise
    except Exception as error:  # noqa: BLE001  Whatever lxml, python-docx and Jinja say of a file that looks right and is not.
        LOG.warning("a template of %s cannot be filled: %s", document.code, type(error).__name__)
        raise Unusable("unfillable", _("The example could not be filled into this file. Begin again with the template of the "
                                       "system and change its words.")) from error  # fmt: skip
    return done


def keep(document: Document, template: bytes, file_name: str, user: Any) -> tuple[PaperTemplate, bool]:
    """Keep a file that somebody sent as the next version; the version, and whether it is new. It is not in use yet.

    Raises Unusable where it cannot be filled; nothing is kept then.
    """
    tried(document, template)
    digest = hashlib.sha256(template).hexdigest()
    rows = PaperTemplate.objects.filter(document=document.code)
    for _again in range(3):  # Two who send at once take two numbers.
        if same := rows.filter(sha256=digest).first():
            return same, False
        number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                return PaperTemplate.objects.create(
                    document=document.code, number=number, file_name=file_name[-200:], content=template, sha256=digest,
                    bytes=len(template), added_by=user, added_at=clock.now(),
                ), True  # fmt: skip
        except IntegrityError:
            continue
    raise Conflict(_("Somebody else sent a template at the same moment. Send it once more."))


def take(document: Document, number: int, user: Any, seen: int) -> TemplateUse:
    """From now on the document is filled into version `number`; 0 is the one that comes with the product.

    `seen` is the number of the decision that the person saw (0: none). Raises Conflict where another one was made since,
    Unusable where the version cannot be filled with what the document says today.
    """
    template = PaperTemplate.objects.get(document=document.code, number=number) if number else None
    if template is not None:
        tried(document, bytes(template.content))
    stale = Conflict(_("Somebody else chose another template meanwhile. Look at the page once more."))
    now = TemplateUse.objects.now(document.code)
    if (now.number if now else 0) != seen:
        raise stale
    if (now.template_id if now else None) == (template.pk if template else None):
        raise Conflict(_("This template is in use already."))
    try:
        with transaction.atomic():
            return TemplateUse.objects.create(
                document=document.code, number=seen + 1, template=template, by=user, at=clock.now()
            )
    except IntegrityError as error:
        raise stale from error


def templates_can_be_filled() -> Any:
    """An invariant: the template that is in use for each document takes what the document says today."""
    for use in TemplateUse.objects.latest().exclude(template=None):
        if use.document not in DOCUMENTS:
            yield "papers.templateuse", use.pk, f"there is no document {use.document}"
            continue
        try:
            tried(DOCUMENTS[use.document], bytes(use.template.content))
        except Unusable as error:
            yield "papers.templateuse", use.pk, f"its template cannot be filled: {error.code}"
