"""What a file is, by its first bytes and not by its name; what is not read is refused in one sentence."""

import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from tools.exchange.limits import Limits, Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"


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


def too_large() -> Unreadable:
    """More than is read at once."""
    return Unreadable("too_large", _("The file is too large; split it, for example by branch."))


def _other(suffix: str) -> Unreadable:
    return Unreadable(
        suffix, _("Files of the kind .%(kind)s are not read; open it and save it as .xlsx.") % {"kind": suffix}
    )


def protected() -> Unreadable:
    """A book behind a password."""
    return Unreadable(
        "protected", _("The book is protected by a password; take the protection off and save it as .xlsx.")
    )


def damaged() -> Unreadable:
    """What the reader cannot make sense of."""
    return Unreadable("damaged", _("The file is damaged; open it, save it as .xlsx and try again."))


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
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            parts = book.infolist()
            if len(parts) > limits.entries:
                raise too_large()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > limits.unpacked or unpacked > limits.ratio * max(len(data), 10_000):
                raise too_large()
            if any(part.flag_bits & 1 for part in parts):
                raise protected()
            names = {part.filename.lower() for part in parts}
            if "mimetype" in names:
                raise _other("ods")
            if any(name.endswith("vbaproject.bin") for name in names):
                raise _other("xlsm")
            if "xl/workbook.bin" in names:
                raise _other("xlsb")
            if "xl/workbook.xml" not in names:
                raise Unreadable("no_sheet", _("This is no sheet; save the roster as .xlsx, .xls or .csv."))
            if b"macroEnabled" in book.read("[Content_Types].xml"):
                raise _other("xlsm")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise damaged() from error
    return "xlsx"
