"""A QR code for paper and screen, drawn here: no service elsewhere is asked."""

from io import BytesIO

import segno


def qr_image(text: str, scale: int = 4) -> str:
    """`text` as a QR code in a data address for `<img src>`; level M bears a crease and a drop of paste."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=scale, border=2)


def qr_svg(text: str, scale: int = 10) -> bytes:
    """The same as a picture of its own, for a page on which it stands many times."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=scale, border=2)
    return out.getvalue()
