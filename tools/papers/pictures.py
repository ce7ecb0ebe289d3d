"""A photo of a paper: told by its content, read within bounds, turned upright, made small, and rid of all but its pixels."""

import warnings
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from tools.papers.limits import Unusable, incomplete, no_paper, setting, too_many_pixels

READ = ("JPEG", "PNG", "WEBP")
HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
SCANS = 100
"""A progressive JPEG is read once for each of its scans; a telephone makes about ten, an attack thousands."""
QUALITY = 82
SMALL = 360


def kept(data: bytes) -> tuple[bytes, tuple[int, int]]:
    """The photo as it is kept, a JPEG without EXIF, and its width and height. Raises Unusable."""
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        raise Unusable("heic", _(
            "This is an Apple photo (HEIC), which other computers do not open. On the iPhone choose Settings, Camera, Formats, "
            "“Most compatible”, and take the photo again."
        ))  # fmt: skip
    if data.startswith(b"\xff\xd8") and data.count(b"\xff\xda") > SCANS:
        raise no_paper()
    longest = setting("PAPERS_LONGEST_SIDE")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own bounds are narrower
            with Image.open(BytesIO(data), formats=READ) as picture:
                upright = _upright(picture, longest)
    except Image.DecompressionBombError as error:
        raise too_many_pixels() from error
    except Image.UnidentifiedImageError as error:
        raise no_paper() from error
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, OverflowError) as error:
        raise incomplete() from error
    upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    out = BytesIO()
    upright.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue(), upright.size


def _upright(picture: Image.Image, longest: int) -> Image.Image:
    """The first picture as plain pixels, turned as the camera was held. Nothing is unpacked before its size is known."""
    is_jpeg = picture.format in ("JPEG", "MPO")
    pixels = picture.width * picture.height
    if pixels > setting("PAPERS_MAX_PIXELS" if is_jpeg else "PAPERS_MAX_PIXELS_WHOLE"):
        raise too_many_pixels()
    if not is_jpeg and getattr(picture, "is_animated", False):
        raise no_paper()
    if is_jpeg:
        picture.draft("RGB", (longest, longest))
    picture.load()
    turned = ImageOps.exif_transpose(picture)
    if turned.has_transparency_data:
        turned = turned.convert("RGBA")
        white = Image.new("RGBA", turned.size, "white")
        turned = Image.alpha_composite(white, turned)
    plain = Image.new("RGB", turned.size)
    plain.paste(turned.convert("RGB"))
    return plain


def small(data: bytes) -> bytes:
    """A kept photo as a little picture for a list."""
    with Image.open(BytesIO(data), formats=("JPEG",)) as picture:
        picture.draft("RGB", (SMALL, SMALL))
        picture.thumbnail((SMALL, SMALL))
        out = BytesIO()
        picture.save(out, "JPEG", quality=70)
    return out.getvalue()
