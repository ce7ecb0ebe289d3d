"""A QR code for paper and screen, drawn here: no service elsewhere is asked."""

import segno


def qr_image(text: str, scale: int = 4) -> str:
    """`text` as a QR code in a data address for `<img src>`; level M bears a crease and a drop of paste."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=scale, border=2)
