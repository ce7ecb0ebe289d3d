"""Pictures and PDFs as they come from telephones and scanners, and as somebody means harm with."""

import random
import struct
import zlib
from functools import cache
from io import BytesIO

from PIL import Image

GPS = b"Exif\x00\x00"


def noise(size: tuple[int, int], seed: int = 0) -> Image.Image:
    """A picture that no packing makes small."""
    few = random.Random(seed).randbytes(3 * 160 * 120)  # noqa: S311
    return Image.frombytes("RGB", (160, 120), few).resize(size)


@cache
def jpeg(size: tuple[int, int] = (640, 480), seed: int = 0, orientation: int = 1) -> bytes:
    """A photo with the place where it was taken, the camera's name and how it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Telephone of somebody"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 50.0, 12.0), 3: "E", 4: (118.0, 20.0, 3.0)})
    out = BytesIO()
    noise(size, seed).save(out, "JPEG", quality=90, exif=exif, comment=b"a secret comment")
    return out.getvalue()


def saved(picture: Image.Image, kind: str, **more) -> bytes:
    """Any picture in any format."""
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def bomb(width: int = 40000, height: int = 40000) -> bytes:
    """A PNG that says how large it is and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\x00" * 4_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def pdf(pages: int = 1, more: bytes = b"", packed: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of so many pages; `more` stands in it as it is, `packed` in a packed object."""
    body = b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + more + b" >>\nendobj\n"
    body += b"2 0 obj\n<< /Type /Pages /Count %d >>\nendobj\n" % pages
    for number in range(pages):
        body += b"%d 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n" % (number + 3)
    if packed:
        stream = zlib.compress(packed)
        head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(stream)
        body += b"90 0 obj\n" + head + b"\nstream\n" + stream + b"\nendstream\nendobj\n"
    return body + b"trailer\n<< /Root 1 0 R " + trailer + b" >>\nstartxref\n0\n%%EOF\n"
