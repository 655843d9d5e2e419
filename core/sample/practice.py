"""The households of a training list: nobody could take them for real ones, and everybody trains with the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from core.sample.names import listed

FRUITS = listed(
    "Mangga|Durian|Rambutan|Salak|Nangka|Manggis|Sawo|Duku|Jambu|Belimbing|Pepaya|Semangka|"
    "Nanas|Pisang|Kelapa|Sirsak|Kedondong|Alpukat|Jeruk|Markisa|Cempedak|Langsat|Kelengkeng|Melon"
)
FIRST_SLS = 14
"""So many live in the first SLS."""
NO_PROVINCE = "00"


def practice_areas(officer: str) -> dict[str, str]:
    """The two SLS of an officer's training list, code and name.

    They lie in a province that does not exist, so that no office's area holds a training household, and in a village
    of the officer's own, so that nobody meets another's training.
    """
    village = f"{NO_PROVINCE}{int.from_bytes(hashlib.sha256(officer.encode()).digest()) % 10**8:08}"
    return {f"{village}0001": "RT 001 Latihan", f"{village}0002": "RT 002 Latihan"}


def practice_list(officer: str) -> Iterator[tuple[int, str, str, str]]:
    """Number, head, address and area of each household."""
    first, second = practice_areas(officer)
    for no, fruit in enumerate(FRUITS, start=1):
        area, rt = (first, "001") if no <= FIRST_SLS else (second, "002")
        yield no, f"{'Bu' if no % 2 else 'Pak'} {fruit}", f"Gang Latihan No. {no}, RT {rt}", area
