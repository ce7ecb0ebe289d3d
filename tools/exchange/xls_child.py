"""Reads an old .xls in a process of its own, which may take only so much memory and time. Knows neither Django nor the database.

Standard input: the file. Standard output: JSON {"sheets": [[name, visible, rows, merged]]} or {"error": word}; a day is
{"d": iso}.
"""

import datetime as dt
import io
import json
import sys

CELLS = 2_000_000


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime | dt.date):
        return {"d": value.isoformat()[:10]}
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def main(memory: int, seconds: int, rows: int, columns: int, letters: int = 100_000_000) -> dict:
    """Read the book, or say in one word why not."""
    try:
        import resource
    except ImportError:
        resource = None  # Windows has no such limit; the size of the file is bounded all the same.
    from python_calamine import CalamineWorkbook

    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        found, cells = [], 0
        for about in book.sheets_metadata:
            visible = str(about.visible).endswith(".Visible")
            sheet = book.get_sheet_by_name(about.name) if visible and str(about.typ).endswith(".WorkSheet") else None
            if sheet is None or sheet.end is None:
                found.append([about.name, visible, [], []])
                continue
            cells += (sheet.end[0] + 1) * (sheet.end[1] + 1)
            if sheet.end[0] >= rows or sheet.end[1] >= columns or cells > CELLS:
                return {"error": "too_large"}
            read = sheet.to_python(skip_empty_area=False)
            letters -= sum(len(value) for row in read for value in row if isinstance(value, str))
            if letters < 0:
                return {"error": "too_large"}
            found.append(
                [
                    about.name,
                    visible,
                    [[_plain(value) for value in row] for row in read],
                    sheet.merged_cell_ranges or [],
                ]
            )
        return {"sheets": found}
    except BaseException as error:  # noqa: BLE001  Rust's panics are no Exception.
        return {"error": "protected" if "assword" in str(error) + type(error).__name__ else "damaged"}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*(int(number) for number in sys.argv[1:6]))))
