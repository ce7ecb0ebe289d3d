"""What a file is, by its first bytes and not by its name; what is not read is refused in one sentence."""

from django.utils.translation import gettext as _

from tools.exchange import unzip
from tools.exchange.limits import Limits, Unreadable, damaged, protected, too_large

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SMALL = 1 << 20
"""What the parts that tell of other parts may measure."""


def kind_of(data: bytes, file_name: str, limits: Limits) -> str:
    """'xlsx', 'xls' or 'csv'. Raises Unreadable."""
    if len(data) > limits.size:
        raise too_large()
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable("empty", _("The file is empty."))
    suffix = file_name.lower().rsplit(".", 1)[-1] if "." in file_name else ""
    if data.startswith(OLE):
        return _old(data, suffix, limits)
    if data.startswith(b"PK"):
        return _zipped(data, limits)
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta")):
        raise Unreadable("web_page", _("This is a web page with the ending of a sheet; open it and save it as .xlsx."))
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"GIF8", b"{\\rtf")):
        raise Unreadable("no_sheet", _("This is no sheet; save the roster as .xlsx, .xls or .csv."))
    if suffix in ("et", "xlsm", "ods", "xlsb"):
        raise _other(suffix)
    return "csv"


def _other(suffix: str) -> Unreadable:
    return Unreadable(
        suffix, _("Files of the kind .%(kind)s are not read; open it and save it as .xlsx.") % {"kind": suffix}
    )


def _old(data: bytes, suffix: str, limits: Limits) -> str:
    if any(word.encode("utf-16-le") in data for word in ("EncryptedPackage", "EncryptionInfo")):
        raise protected()
    if suffix == "et":
        raise _other("et")
    if not any(word.encode("utf-16-le") in data for word in ("Workbook", "Book")):
        raise Unreadable("no_sheet", _("This is no sheet; save the roster as .xlsx, .xls or .csv."))
    if len(data) > limits.old_size:
        raise too_large()
    return "xls"


def _zipped(data: bytes, limits: Limits) -> str:
    parts = unzip.entries(data, limits)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked or unpacked > limits.ratio * max(len(data), 10_000):
        raise too_large()
    if any(part.flag_bits & 1 for part in parts):
        raise protected()
    names = {part.filename.lower(): part for part in parts}
    if "mimetype" in names:
        raise _other("ods")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise _other("xlsm")
    if "xl/workbook.bin" in names:
        raise _other("xlsb")
    if "xl/workbook.xml" not in names:
        raise Unreadable("no_sheet", _("This is no sheet; save the roster as .xlsx, .xls or .csv."))
    if "[content_types].xml" not in names:
        raise damaged()
    if b"macroEnabled" in unzip.whole(data, names["[content_types].xml"], SMALL):
        raise _other("xlsm")
    return "xlsx"
