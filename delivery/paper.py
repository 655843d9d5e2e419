"""Paper: plain lines with a few marks become a PDF of A4 pages, as an office writes them. fpdf2 is loaded here only.

| a line | becomes |
|---|---|
| `# text` | letterhead: bold, in the middle |
| `! text` | a warning: bold, in a frame |
| `---` | a double line across the page |
| `> text` | at the right |
| `- text` | an item of a list, with a number |
| `name :: text` | a row: name, colon, text |
| `left || right` | two columns, for signatures |
| `[stamp]` | room for a stamp and a signature |
| nothing | a gap |
| anything else | a paragraph |

The font is that of the pictures (delivery/fonts.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from delivery.fonts import BOLD, REGULAR, font_file
from delivery.letter_text import write_text

if TYPE_CHECKING:
    from fpdf import FPDF

FAMILY = "letter"
FILES = {"": REGULAR, "B": BOLD}
SIZE, HEAD, LINE = 10.0, 12.5, 5.3
"""Points of text and of the letterhead; millimetres from line to line."""
MARGIN, TOP, BOTTOM = 25, 18, 18
NAMES = 27
"""Millimetres for the names of rows."""
STAMP = 24
GAP = 2.8


def make_letter(of: dict[str, Any]) -> bytes:
    """A PDF; `of`: language, facts (actions/letters.py) and the instant at which it was written (ISO)."""
    text = write_text(of["facts"], of["language"])
    title = f"{of['facts']['number']} {of['facts']['to']}"
    return make_paper(text, title, of["language"], datetime.fromisoformat(of["at"]))


def make_paper(text: str, title: str, language: str, at: datetime) -> bytes:
    """A PDF of marked lines; the same lines make the same bytes."""
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.set_margins(MARGIN, TOP)
    pdf.set_auto_page_break(True, BOTTOM)
    for style, name in FILES.items():
        pdf.add_font(FAMILY, style, font_file(name))
    pdf.set_title(title)
    pdf.set_lang(language)
    pdf.set_creation_date(at)
    pdf.add_page()
    lines = [line.strip() for line in text.strip().splitlines()]
    signed = next((number for number, line in enumerate(lines) if " || " in f"{line} "), len(lines))
    _write(pdf, lines[:signed])
    if pdf.will_page_break(sum(map(_height, lines[signed:]))):  # signatures stay together
        pdf.add_page()
    _write(pdf, lines[signed:])
    return bytes(pdf.output())


def _write(pdf: FPDF, lines: Sequence[str]) -> None:
    for number, line in enumerate(lines):
        pdf.set_font(FAMILY, "", SIZE)
        mark, _, rest = line.partition(" ")
        if not line:
            pdf.ln(GAP)
        elif line == "---":
            _rule(pdf)
        elif line == "[stamp]":
            pdf.ln(STAMP)
        elif mark in ("#", "!"):
            pdf.set_font(FAMILY, "B", HEAD)
            _block(pdf, rest, align="C", border=int(mark == "!"), height=LINE + 1)
        elif mark == ">":
            _block(pdf, rest, align="R")
        elif mark == "-":
            before = sum(1 for _ in takewhile(lambda other: other.startswith("- "), reversed(lines[:number])))
            _row(pdf, f"{before + 1}.", rest, 6, "")
        elif " :: " in line:
            name, _, said = line.partition(" :: ")
            _row(pdf, name, said, NAMES, ": ")
        elif " || " in f"{line} ":
            _columns(pdf, *(side.strip() for side in f"{line} ".split(" || ", 1)))
        else:
            _block(pdf, line, align="L")


def _height(line: str) -> float:
    """About how much room a line of the signatures takes."""
    return STAMP if line == "[stamp]" else LINE if line else GAP


def _block(pdf: Any, text: str, align: str, border: int = 0, height: float = LINE) -> None:
    pdf.multi_cell(0, height, text, align=align, border=border, new_x="LMARGIN", new_y="NEXT")


def _row(pdf: Any, name: str, text: str, width: float, before: str) -> None:
    """A name or a number, and text that hangs beside it."""
    needed = pdf.multi_cell(pdf.epw - width - 3, LINE, text, dry_run=True, output="HEIGHT")
    if pdf.will_page_break(min(needed, pdf.eph / 2)):
        pdf.add_page()
    pdf.cell(width, LINE, name)
    pdf.cell(3, LINE, before)
    pdf.multi_cell(0, LINE, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _columns(pdf: Any, left: str, right: str) -> None:
    top, half = pdf.get_y(), pdf.epw / 2
    pdf.multi_cell(half - 4, LINE, left, align="L", new_x="LMARGIN", new_y="NEXT")
    low = pdf.get_y()
    pdf.set_xy(MARGIN + half, top)
    pdf.multi_cell(half, LINE, right, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.set_y(max(low, pdf.get_y()))


def _rule(pdf: Any) -> None:
    y = pdf.get_y() + 2
    for offset, width in ((0.0, 0.7), (1.0, 0.2)):
        pdf.set_line_width(width)
        pdf.line(MARGIN, y + offset, MARGIN + pdf.epw, y + offset)
    pdf.set_line_width(0.2)
    pdf.set_y(y + 5)
