"""The font of pictures and letters: Fira Sans. It has the letters of Latin, Greek and Cyrillic script."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

PACKAGE, FAMILY = "fontpkg_fira_sans", "Fira Sans"
REGULAR, BOLD = "FiraSans-Regular.ttf", "FiraSans-Bold.ttf"


@lru_cache
def font_file(name: str) -> Path:
    """The file of a font. FileNotFoundError without the package."""
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError(f"the package {PACKAGE}, which brings the fonts")
    return Path(found.submodule_search_locations[0]) / "files" / name


def width_of(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is, in the unit of its size; a letter that the font lacks counts as its box."""
    measure = _widths(BOLD if bold else REGULAR)
    return sum(map(measure, text)) * size


@lru_cache
def _widths(name: str) -> Callable[[str], float]:
    """The widths of a font's letters, as a part of its size."""
    from fontTools.ttLib import TTFont

    font = TTFont(font_file(name), lazy=True)
    letters, widths, size = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
    return lambda letter: float(widths[letters.get(ord(letter), ".notdef")][0] / size)
