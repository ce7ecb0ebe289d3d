"""Reads an old .xls in a process of its own, which may take only so much memory. Knows neither Django nor the database.

Standard input: the file. Standard output: JSON {"sheets": [[name, visible, rows]]} or {"error": word}; a day is {"d": iso}.
"""

import datetime as dt
import io
import json
import sys


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime | dt.date):
        return {"d": value.isoformat()[:10]}
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def main(memory: int, rows: int, columns: int) -> dict:
    """Read the book, or say in one word why not."""
    try:
        import resource
    except ImportError:
        resource = None  # Windows has no such limit; the size of the file is bounded all the same.
    from python_calamine import CalamineWorkbook

    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        found = []
        for about in book.sheets_metadata:
            visible = str(about.visible).endswith(".Visible")
            sheet = book.get_sheet_by_name(about.name) if str(about.typ).endswith(".WorkSheet") else None
            if sheet is None or sheet.end is None:
                found.append([about.name, visible, []])
                continue
            if sheet.end[0] >= rows or sheet.end[1] >= columns:
                return {"error": "too_large"}
            read = sheet.to_python(skip_empty_area=False) if visible else []
            found.append([about.name, visible, [[_plain(value) for value in row] for row in read]])
        return {"sheets": found}
    except MemoryError:
        return {"error": "too_large"}
    except Exception as error:  # noqa: BLE001
        return {"error": "protected" if "assword" in str(error) + type(error).__name__ else "damaged"}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*(int(number) for number in sys.argv[1:4]))))
