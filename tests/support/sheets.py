"""A list taken along as a sheet, and read again as somebody's spreadsheet program would."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

GUIDE = "填写说明"


def sent(client: Any, path: str, columns: Sequence[str] | None = None, ending: str = "xlsx") -> Any:
    """The answer to the press on “download”; without `columns` those that are ticked already."""
    return client.post(path, {"usual": ending} if columns is None else {"columns": columns, "format": ending})


def taken(client: Any, path: str, columns: Sequence[str] | None = None, ending: str = "xlsx") -> bytes:
    """The file."""
    answer = sent(client, path, columns, ending)
    assert answer.status_code == 200, answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    return b"".join(answer.streaming_content)


def rows(client: Any, path: str, columns: Sequence[str] | None = None, ending: str = "xlsx") -> list[list[str]]:
    """Its rows, the headings first; an empty cell is an empty word."""
    data = taken(client, path, columns, ending)
    if ending == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    return [[cell or "" for cell in row] for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]


def guide(client: Any, path: str) -> str:
    """What its second sheet says."""
    found = load_workbook(io.BytesIO(taken(client, path)))[GUIDE]
    return "\n".join(row[0] for row in found.iter_rows(values_only=True))


def queries(client: Any, path: str, columns: Sequence[str] | None = None) -> tuple[int, int]:
    """What the page and the file cost."""
    client.get(path)  # the session's own first steps are not counted
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as took:
        taken(client, path, columns)
    return len(asked), len(took)
