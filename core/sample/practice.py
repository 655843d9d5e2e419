"""The households of the training list: nobody could take them for real ones, and everybody trains with the same."""

from __future__ import annotations

from collections.abc import Iterator

from core.sample.names import listed

AREAS = {"00000000000001": "RT 001 Latihan", "00000000000002": "RT 002 Latihan"}
"""Two SLS of a province that does not exist, so that no office's area has a training household in it."""

FRUITS = listed(
    "Mangga|Durian|Rambutan|Salak|Nangka|Manggis|Sawo|Duku|Jambu|Belimbing|Pepaya|Semangka|"
    "Nanas|Pisang|Kelapa|Sirsak|Kedondong|Alpukat|Jeruk|Markisa|Cempedak|Langsat|Kelengkeng|Melon"
)
FIRST_SLS = 14
"""So many live in the first SLS."""


def practice_list() -> Iterator[tuple[int, str, str, str]]:
    """Number, head, address and area of each household."""
    first, second = AREAS
    for no, fruit in enumerate(FRUITS, start=1):
        area, rt = (first, "001") if no <= FIRST_SLS else (second, "002")
        yield no, f"{'Bu' if no % 2 else 'Pak'} {fruit}", f"Gang Latihan No. {no}, RT {rt}", area
