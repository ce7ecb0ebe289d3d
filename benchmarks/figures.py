"""One measured figure beside its aim, and the table of all of them."""

import json
from dataclasses import asdict, dataclass

HEAD = ("", "what", "measured", "aim", "")


@dataclass(frozen=True)
class Figure:
    """`goal`: the aim's number (P4); `holds`: None where the figure is only for comparison."""

    goal: str
    what: str
    measured: str
    aim: str = ""
    holds: bool | None = None


def told(figures: list[Figure]) -> None:
    """Hand the figures of a part to the process that asked."""
    print(json.dumps([asdict(figure) for figure in figures], ensure_ascii=False))


def drawn(facts: list[str], found: dict[str, list[Figure]]) -> str:
    """The table, as Markdown that a terminal can show too."""
    lines = ["# Measured", "", *(f"- {fact}" for fact in facts)]
    for database, figures in found.items():
        rows = [HEAD, *((f.goal, f.what, f.measured, f.aim, _verdict(f)) for f in figures)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
        lines += ["", f"## {database}", ""]
        for number, row in enumerate(rows):
            lines.append("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
            if number == 0:
                lines.append("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines) + "\n"


def _verdict(figure: Figure) -> str:
    return "" if figure.holds is None else "holds" if figure.holds else "MISSED"
