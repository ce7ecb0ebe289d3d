"""How much of a photo or a scan is taken, and the one refusal of a file that is not."""

from django.conf import settings
from django.utils.translation import gettext as _

KIB, MIB = 1024, 1024 * 1024
DEFAULTS = {
    "PAPERS_MIN_BYTES": 30 * KIB,  # a photo below this shows no readable writing
    "PAPERS_MAX_BYTES": 10 * MIB,  # a photo or a PDF from a telephone
    "PAPERS_MAX_PIXELS": 60_000_000,  # a telephone's largest photo; JPEG is read at a fraction of it
    "PAPERS_MAX_PIXELS_WHOLE": 30_000_000,  # of what can only be read whole: PNG, WebP
    "PAPERS_MAX_PAGES": 20,  # of a PDF
    "PAPERS_MAX_TEMPLATE_BYTES": 2 * MIB,  # a Word file into which a document is filled
    "PAPERS_LONGEST_SIDE": 2000,  # pixels of what is kept
}
"""The limits that a town may set otherwise: each holds unless the settings have a value of the same name."""


class Unusable(Exception):
    """A file that is not taken. One sentence says why and what to do instead."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def setting(name: str) -> int:
    """One of the limits of DEFAULTS as it is in force."""
    return getattr(settings, name, DEFAULTS[name])


def megabytes(size: int) -> str:
    """A number of bytes in MB, as a person reads it: 10, 1.5."""
    return f"{size / MIB:.1f}".removesuffix(".0")


def too_large() -> Unusable:
    """More bytes than are taken at once."""
    words = _(
        "The file is larger than %(size)s MB. Photograph the paper with the usual size of photo, or scan fewer pages."
    )
    return Unusable("too_large", words % {"size": megabytes(setting("PAPERS_MAX_BYTES"))})


def too_many_pixels() -> Unusable:
    """More pixels than are read."""
    return Unusable(
        "too_many_pixels", _("The picture has too many pixels. Photograph the paper with the usual size of photo.")
    )


def incomplete() -> Unusable:
    """Cut off on its way, or damaged."""
    return Unusable(
        "incomplete", _("The file arrived incomplete, or it is damaged. Send it again, or take a new photo.")
    )


def no_paper() -> Unusable:
    """Neither a photo nor a PDF, whatever its name says."""
    return Unusable("no_paper", _("This is neither a photo (JPEG, PNG, WebP) nor a PDF. Take a photo of the paper."))
