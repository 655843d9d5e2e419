"""Asking for a detail of a report: a note, a photo or a place, whichever is sent."""

from __future__ import annotations

from bot.flows.kit.questions import pick, read_text
from bot.flows.kit.script import Ask, Choice, Heard, Raw, Script, ask
from core.areas import LATITUDES, LONGITUDES
from core.problems import Problem
from core.visits.details import FAR, Detail, DetailKind, read_detail, write_detail
from core.words import Words, words

SHOWN = 40
"""Characters repeated of the name of a place."""


def ask_detail(key: str, prompt: Words) -> Script[Detail]:
    """A detail of any kind."""
    return (yield from ask(Ask(key, prompt, _read, lambda raw: read_detail(str(raw)), any_words=True)))


def ask_detail_or(key: str, prompt: Words, other: Choice) -> Script[Detail | None]:
    """A detail of any kind; None when the other choice was made."""

    def read(heard: Heard) -> Raw:
        wanted = pick(heard, (other,)) if heard.kind in ("text", "press") else None
        return wanted.id if wanted else _read(heard)

    def value(raw: Raw) -> Detail | None:
        return None if raw == other.id else read_detail(str(raw))

    return (yield from ask(Ask(key, prompt, read, value, (other,), any_words=True)))


def detail_of(heard: Heard) -> Detail | None:
    """A photo or a place as a detail; None for anything else."""
    if heard.file:
        return Detail(DetailKind.PHOTO, " ".join(heard.text.split()), file=heard.file)
    if heard.place:
        return Detail(DetailKind.PLACE, " ".join(heard.text.split()), lat=heard.place[0], lon=heard.place[1])
    return None


def doubt_words(place: Detail, kilometres: float | None) -> Words | None:
    """Why a place may not be the household's; None when nothing speaks against it.

    kilometres: how far it is from the other known households of the SLS; None when too few are known.
    """
    if not _is_in_indonesia(place):
        return words("detail.abroad")
    if place.text:
        return words("detail.from_a_map", title=place.text[:SHOWN])
    if kilometres is not None and kilometres > FAR:
        return words("detail.far", km=round(kilometres))
    return None


def _is_in_indonesia(place: Detail) -> bool:
    degrees = ((place.lat or 0.0, LATITUDES), (place.lon or 0.0, LONGITUDES))
    return all(least <= at <= most for at, (least, most) in degrees)


def _read(heard: Heard) -> Raw:
    if heard.kind not in ("text", "photo", "location", "venue"):
        raise Problem("detail_wanted")
    return write_detail(detail_of(heard) or Detail(DetailKind.NOTE, read_text(heard)))
