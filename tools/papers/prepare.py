"""What somebody sends, told by its content and made fit to be kept."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tools.papers import documents, pictures
from tools.papers.limits import Unusable, setting, too_large


@dataclass(frozen=True)
class Prepared:
    """What is kept, and the hash of what was sent, by which the same file is recognised."""

    content: bytes
    kind: str
    """jpeg or pdf."""
    sent_sha256: str
    width: int = 0
    height: int = 0
    pages: int = 1


def prepared(data: bytes) -> Prepared:
    """Raises Unusable. Neither name nor announced type is asked."""
    if len(data) > setting("PAPERS_MAX_BYTES"):
        raise too_large()
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(b"%PDF-"):
        return Prepared(data, "pdf", digest, pages=documents.checked(data))
    content, (width, height) = pictures.kept(data)
    if len(data) < setting("PAPERS_MIN_BYTES"):
        raise Unusable("too_small", _("The picture is too small to be read. Go closer and take the photo again."))
    return Prepared(content, "jpeg", digest, width, height)
