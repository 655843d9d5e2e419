"""Sharing households out: whose work is to grow by how much, and who is near.

Two wishes pull against each other, and the first one wins: everybody's remaining work becomes as even as possible, and
the way is short. So the even level is found first, as water finds its level in a vessel with steps: who has much left
gets nothing, the others are filled up to the same height. Within `SLACK` households of that level a long way decides.

Between SLS and receivers this is a transport problem, solved by the network simplex (networkx). What it finds is a
tree: whole numbers, and at most as many SLS are split as there are receivers less one: that is how an SLS stays
together, with no rule of its own. Why not assign household by household: ADR 27.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

SLACK = 5
"""Households, about half a day's work, by which somebody may differ from the even level to save a way."""
METRES = 111_320
"""Of a degree of latitude."""
ASSUMED = ((14, 100), (10, 1_000), (7, 5_000), (4, 20_000))
"""Digits that two codes share (SLS, village, sub-district, regency), and the metres between them when all else is
unknown."""
FAR = 50_000
STEP = 100
"""Metres below which no way is shorter than another, and which each further household of unevenness has to save."""


@dataclass(frozen=True)
class Spot:
    """A place where somebody works, or is to: the code of its SLS, and its middle in degrees when that is known."""

    area: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Lot:
    """The households (ids, in walking order) of one SLS that are to be shared out."""

    spot: Spot
    households: tuple[int, ...]


@dataclass(frozen=True)
class Taker:
    """Somebody who may get work. left: open households, with those that were offered and not yet taken."""

    officer: str
    left: int
    spots: tuple[Spot, ...] = ()


def metres(one: Spot, other: Spot) -> int:
    """How far two places are apart: measured on a plane, or assumed from their codes."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return next((far for digits, far in ASSUMED if one.area[:digits] == other.area[:digits]), FAR)
    north, east = one.lat - other.lat, (one.lon - other.lon) * cos(radians(one.lat))
    return round(hypot(north, east) * METRES)


def nearest(lot: Lot, taker: Taker) -> int:
    """Metres from a lot to the nearest place where somebody works; 0 in the same SLS."""
    if any(spot.area == lot.spot.area for spot in taker.spots):
        return 0
    return min((metres(lot.spot, spot) for spot in taker.spots), default=FAR)


def level(lefts: Iterable[int], more: int) -> int:
    """The height to which `more` households fill up the lowest of those who have so many left."""
    heights = sorted(lefts)
    for count in range(1, len(heights) + 1):
        height = -(-(sum(heights[:count]) + more) // count)
        if count == len(heights) or height <= heights[count]:
            return height
    return 0


def assign(lots: Iterable[Lot], takers: Iterable[Taker]) -> dict[str, tuple[int, ...]]:
    """Who gets which households: each of them once, and nobody's order of arrival matters.

    Whoever gets some has at most `level` + SLACK left then, and nobody has less than `level` - SLACK - 1.
    ValueError when nobody is there to take anything.
    """
    lots = sorted((lot for lot in lots if lot.households), key=lambda lot: (lot.spot.area, lot.households))
    takers = sorted(takers, key=lambda taker: taker.officer)
    if not takers:
        raise ValueError("nobody is there to take anything")
    if not lots:
        return {}
    numbers = _numbers(lots, takers)
    found: dict[str, list[int]] = {taker.officer: [] for taker in takers}
    for lot, row in zip(lots, numbers, strict=True):
        begin = 0
        for taker, number in zip(takers, row, strict=True):
            found[taker.officer] += lot.households[begin : begin + number]
            begin += number
    return {officer: tuple(some) for officer, some in found.items() if some}


def _numbers(lots: Sequence[Lot], takers: Sequence[Taker]) -> list[list[int]]:
    """Return how many of each lot each taker gets. networkx is loaded here only: it takes its time.

    A flow from lots to takers, and on from each of them to the end: what must be earns a fortune, and each household
    around the even level costs one STEP more than the one before. So equals get equal shares, and unevenness has to
    save a way.
    """
    from networkx import MultiDiGraph, network_simplex

    more = sum(len(lot.households) for lot in lots)
    height = level((taker.left for taker in takers), more)
    low, uneven = height - 1 - SLACK, range(1, 2 * SLACK + 2)
    ways = [[nearest(lot, taker) // STEP for taker in takers] for lot in lots]
    fortune = 2 * len(lots) * (max(map(max, ways)) + len(uneven) + 1) + 1
    graph = MultiDiGraph()
    graph.add_node("end", demand=more)
    for at, lot in enumerate(lots):
        graph.add_node(("lot", at), demand=-len(lot.households))
        for to, weight in enumerate(ways[at]):
            graph.add_edge(("lot", at), ("taker", to), weight=weight)
    for to, taker in enumerate(takers):
        graph.add_edge(("taker", to), "end", capacity=max(0, low - taker.left), weight=-fortune)
        for step in uneven:
            graph.add_edge(("taker", to), "end", capacity=int(taker.left < low + step), weight=step)
    _, flow = network_simplex(graph)
    return [[flow["lot", at]["taker", to][0] for to in range(len(takers))] for at in range(len(lots))]


def way(lots: Iterable[Lot], taker: Taker, households: Mapping[int, object] | Iterable[int]) -> int | None:
    """Metres to these households in the mean, from where the taker works; None when it would be a guess."""
    meant, total, number = set(households), 0, 0
    for lot in lots:
        some = len(meant.intersection(lot.households))
        known = any(spot.lat is not None or spot.area == lot.spot.area for spot in taker.spots)
        if some and (not known or (lot.spot.lat is None and nearest(lot, taker))):
            return None
        total, number = total + some * nearest(lot, taker), number + some
    return total // number if number else None
