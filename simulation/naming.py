"""Naming who told it, where the bot does not ask: as a note on paper does."""

from __future__ import annotations

from simulation.books import Visit

WHO = {"neighbour": "tetangga", "rt": "pak rt"}


def name_source(visit: Visit) -> None:
    """Put into the note who says so, if it was somebody else and the note does not say it."""
    if visit.source in WHO and not visit.named:
        visit.note, visit.named = f"kata {WHO[visit.source]}: {visit.note}", True
