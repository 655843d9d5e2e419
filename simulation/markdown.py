"""Tables as Markdown."""

from __future__ import annotations

Row = list[str | int]


def as_markdown(header: list[str], rows: list[Row]) -> str:
    """A table as Markdown; numbers stand to the right."""
    marks = ["---", *["---:"] * (len(header) - 1)]
    lines = [header, marks, *([f"{cell:,}" if isinstance(cell, int) else cell for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
