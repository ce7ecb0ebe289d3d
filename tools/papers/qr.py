"""A QR code for paper and screen, drawn here: no service elsewhere is asked."""

from io import BytesIO

import segno

from tools.papers.word.register import Picture


def qr_image(text: str, scale: int = 4) -> str:
    """`text` as a QR code in a data address for `<img src>`; level M bears a crease and a drop of paste."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=scale, border=2)


def qr_picture(text: str, millimetres: float = 24) -> Picture:
    """The same for a document: sharp on paper of this width, and as a data address for HTML."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=8, border=2)
    return Picture(out.getvalue(), millimetres, qr_image(text))


def qr_svg(text: str, scale: int = 10) -> bytes:
    """The same as a picture of its own, for a page on which it stands many times."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=scale, border=2)
    return out.getvalue()
