"""A sheet that a person takes along: written to a file of its own, recorded, handed over."""

import tempfile
from collections.abc import Iterable
from typing import Any

from django.http import FileResponse

from tools import clock
from tools.exchange import record
from tools.exchange.sheets import Heading, write_csv, write_xlsx

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
"""What goes out, by the ending of the file's name."""


def download(
    kind: str,
    title: str,
    headings: list[Heading],
    rows: Iterable[list[Any]],
    user: Any,
    ending: str = "xlsx",
    guide: Iterable[str] = (),
) -> FileResponse:
    """The file for `user`, recorded as `<kind>_export`. It is written row by row and lies on the disk, not in memory."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  FileResponse closes it.
    try:
        if ending == "csv":
            count = write_csv(out, headings, rows)
        else:
            count = write_xlsx(out, title, headings, rows, guide)
        name = f"{title}-{clock.today():%Y%m%d}.{ending}"
        record.went_out(kind, name, out, count, user)
        out.seek(0)
    except BaseException:
        out.close()
        raise
    answer = FileResponse(out, as_attachment=True, filename=name, content_type=CONTENT_TYPES[ending])
    answer.headers["Cache-Control"] = "no-store"
    return answer
