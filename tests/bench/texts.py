"""The words of a visit's report, out of Catat's own catalogue: plain bots say them, and people expect them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from babel.messages.pofile import read_po

from core.visits.outcomes import Outcome


@cache
def catalogue() -> dict[str, str]:
    """Every text of the default language by its key."""
    with files("locales").joinpath("id.po").open("rb") as source:
        found = {}
        for message in read_po(source, locale="id"):
            found[_first(message.id)] = _first(message.string)
        return found


def _first(forms: Any) -> str:
    """A text, or its singular when it has several forms."""
    return str(forms if isinstance(forms, str) else forms[0])


def said(key: str, **values: Any) -> str:
    """A text with its values."""
    return catalogue()[key].format(**values)


def first_line(key: str, **values: Any) -> str:
    """The first line of a text with its values."""
    return catalogue()[key].partition("\n")[0].format(**values)


def outcome_titles() -> list[tuple[str, str]]:
    """The outcomes on offer: id and title."""
    return [(outcome.value, said(f"outcome.{outcome.value}")) for outcome in Outcome]


LAPOR = catalogue()["menu.lapor"]
COMPLETE = said(f"outcome.{Outcome.COMPLETE.value}")
MANY = "8+"
"""The button of the first question that leads to the number of persons."""
WHICH = said("household.which")
HOW_MANY = said("visit.how_many")
MORNING = catalogue()["target.morning"].partition("{")[0]
WELCOME = catalogue()["start.joined"].partition("{")[0]
