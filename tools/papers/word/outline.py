"""What stands in a Word file, for a look at it on the screen: words and tables in their order, without their look."""

from io import BytesIO
from typing import Any


def outline(content: bytes) -> list[dict[str, Any]]:
    """Each paragraph as `{"text": ...}`, each table as `{"rows": [[...]]}`; empty ones are left out."""
    from docx import Document
    from docx.table import Table

    found: list[dict[str, Any]] = []
    for part in Document(BytesIO(content)).iter_inner_content():
        if isinstance(part, Table):
            rows = [[cell.text.strip() for cell in row.cells] for row in part.rows]
            if any(map(any, rows)):
                found.append({"rows": rows})
        elif part.text.strip():
            found.append({"text": part.text.strip()})
    return found
