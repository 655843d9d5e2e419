"""Sheets of invitations to print and cut: ten cards on a page, each with a name and a QR code. fpdf2 is loaded here."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import segno

from core.words import words
from db.people.officers import OfficerRow
from delivery.fonts import BOLD, REGULAR, font_file
from wording.texts import title

ACROSS, DOWN = 2, 5
WIDTH, HEIGHT = 95.0, 55.0
"""Of a card, in millimetres; two by five fill an A4 page but for a margin of 10."""
MARGIN, INSET, CODE = 10.0, 3.0, 38.0
FAMILY = "card"
MOST_LINES = 6
"""Of one text; a longer one is cut."""

Card = tuple[OfficerRow, str, datetime]
"""Whom it is for, the link, and until when it works."""


def make_cards(cards: Sequence[Card], language: str) -> bytes:
    """The PDF of all cards, in their order."""
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_lang(language)
    for style, name in (("", REGULAR), ("B", BOLD)):
        pdf.add_font(FAMILY, style, font_file(name))
    for number, card in enumerate(cards):
        place = number % (ACROSS * DOWN)
        if place == 0:
            pdf.add_page()
        _card(pdf, MARGIN + place % ACROSS * WIDTH, MARGIN + place // ACROSS * HEIGHT, card, language)
    return bytes(pdf.output())


def _card(pdf: Any, left: float, top: float, card: Card, language: str) -> None:
    who, link, expires = card
    pdf.set_draw_color(170)
    pdf.set_dash_pattern(dash=1.5, gap=1.5)
    pdf.rect(left, top, WIDTH, HEIGHT)
    pdf.image(_code(link), left + INSET, top + (HEIGHT - CODE) / 2, CODE, CODE)
    x, width = left + CODE + 2 * INSET, WIDTH - CODE - 3 * INSET
    role = title(words(f"role.{who.role}"), language)
    pdf.set_xy(x, top + 6)
    for style, size, text in (
        ("B", 11, who.name),
        ("", 9, f"{who.id} · {role}"),
        ("", 9, f"{who.place} ({who.area})" if who.place else who.area),
        ("", 8, title(words("card.how"), language)),
        ("", 8, title(words("card.until", day=expires.date()), language)),
    ):
        pdf.set_font(FAMILY, style, size)
        lines = pdf.multi_cell(width, size * 0.45, text, align="L", dry_run=True, output="LINES")
        pdf.multi_cell(width, size * 0.45, "\n".join(lines[:MOST_LINES]), align="L", new_x="LEFT", new_y="NEXT")
        pdf.set_y(pdf.get_y() + 1.2)
        pdf.set_x(x)


def _code(link: str) -> io.BytesIO:
    picture = io.BytesIO()
    segno.make(link, error="m").save(picture, kind="png", scale=4, border=1)
    picture.seek(0)
    return picture
