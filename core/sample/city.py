"""The sample census: areas, officers and households of one city, the same for the same size and seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, cos, radians, sin
from random import Random

from core.sample.names import full_name
from core.sample.places import CITY, PROVINCE, STREETS, Village, villages

WORKLOAD = 250
"""Households of one enumerator, about."""
ENUMERATORS_PER_PML = 4.5
PMLS_PER_KOSEKA = 12
SLS_PER_ENUMERATOR = 4
MOST = 300_000
HOUSE_FRONT = 0.00011
"""Degrees along a street between two houses: about 12 m."""
STREET_HOUSES = 20

AREA_HEADER = ("code", "name", "timezone")
OFFICER_HEADER = ("id", "name", "role", "supervisor", "area", "phone")
HOUSEHOLD_HEADER = ("area", "number", "head", "address", "enumerator", "kk", "lat", "lon")

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """One SLS (an RT) and how many households of which enumerator (counted from 0) live in it."""

    code: str
    rt: int
    village: Village
    enumerator: int
    households: int


class City:
    """A city with so many households (1 to 300,000), and by default an enumerator for every 250 of them.

    Each file has its own chance, so that none disturbs another.
    """

    def __init__(self, households: int, seed: int, enumerators: int | None = None) -> None:
        if not 1 <= households <= MOST:
            raise ValueError(f"{households} households: a sample has 1 to {MOST:,}")
        self.households = households
        self.seed = seed
        self.enumerators = enumerators or ceil(households / WORKLOAD)
        self.pmls = ceil(self.enumerators / ENUMERATORS_PER_PML)
        self.kosekas = ceil(self.pmls / PMLS_PER_KOSEKA)
        self.blocks = list(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        places = villages()
        taken = dict.fromkeys(places, 0)
        for enumerator in range(self.enumerators):
            village = places[enumerator * len(places) // self.enumerators]
            load = _share(self.households, self.enumerators, enumerator)
            parts = min(SLS_PER_ENUMERATOR, load)
            for part in range(parts):
                taken[village] += 1
                rt = taken[village]
                yield Block(f"{village.code}{rt:04}", rt, village, enumerator, _share(load, parts, part))

    def areas(self) -> Iterator[Cells]:
        """The rows of areas.csv: province, city, sub-districts, villages, SLS."""
        code, name, timezone = CITY
        yield (*PROVINCE, "")
        yield code, name, timezone
        seen = set()
        for village in villages():
            if village.subdistrict not in seen:
                seen.add(village.subdistrict)
                yield village.subdistrict, village.subdistrict_name, ""
            yield village.code, village.name, ""
        for block in self.blocks:
            yield block.code, f"RT {block.rt:03}", ""

    def officers(self) -> Iterator[Cells]:
        """The rows of officers.csv, from the office down to the enumerators."""
        random = Random(f"officers {self.seed}")  # noqa: S311
        homes = [self.blocks[0].village] * self.enumerators
        for block in self.blocks:
            homes[block.enumerator] = block.village
        phones = iter(range(10_000))
        yield "BPS-01", full_name(random), "bps", "", CITY[0], _phone(next(phones))
        for number in range(self.kosekas):
            first = homes[_first(self.enumerators, self.kosekas, number)]
            yield _koseka(number), full_name(random), "koseka", "BPS-01", first.subdistrict, _phone(next(phones))
        for number in range(self.pmls):
            name = "Budi Santoso" if number == 0 else full_name(random)
            first = homes[_first(self.enumerators, self.pmls, number)]
            above = _koseka(number * self.kosekas // self.pmls)
            yield _pml(number), name, "pml", above, first.subdistrict, _phone(next(phones))
        for number, home in enumerate(homes):
            name = "Ani Rahmawati" if number == 0 else full_name(random)
            above = _pml(number * self.pmls // self.enumerators)
            yield _ppl(number), name, "ppl", above, home.code, _phone(next(phones))

    def prelist(self) -> Iterator[Cells]:
        """The rows of households.csv, SLS by SLS as one would walk."""
        random = Random(f"households {self.seed}")  # noqa: S311
        serial = 0
        for block in self.blocks:
            for number, (street, house, lat, lon) in enumerate(_walk(random, block), start=1):
                serial += 1
                head, address = full_name(random), f"{street} No. {house}, RT {block.rt:03}"
                kk = _kk(random, serial) if random.random() < 0.95 else ""
                place = (f"{lat:.6f}", f"{lon:.6f}") if random.random() < 0.97 else ("", "")
                yield block.code, f"{number:03}", head, address, _ppl(block.enumerator), kk, *place


def _walk(random: Random, block: Block) -> Iterator[tuple[str, int, float, float]]:
    """House after house along the streets of an SLS: street, house number, latitude, longitude (degrees)."""
    row, column = divmod(block.rt - 1, 12)
    lat = block.village.lat + row * 0.0006
    lon = block.village.lon + (column - 6) * 0.0009
    heading = radians(random.uniform(-25, 25))
    streets = random.sample(STREETS, k=min(len(STREETS), block.households // STREET_HOUSES + 1))
    for number in range(block.households):
        street, house = divmod(number, STREET_HOUSES)
        along, side = (house // 2) * 2 * HOUSE_FRONT, (house % 2) * 0.0001 + street * 0.0003
        north, east = along * sin(heading) + side * cos(heading), along * cos(heading) - side * sin(heading)
        jitter = random.uniform(-0.00002, 0.00002)
        yield streets[street % len(streets)], house + 1, lat + north + jitter, lon + east - jitter


def _kk(random: Random, serial: int) -> str:
    """A number shaped like a family card's; sub-district 99 does not exist, so it is nobody's."""
    day, month, year = random.randint(1, 28), random.randint(1, 12), serial // 9_000 % 100
    return f"647199{day:02}{month:02}{year:02}{serial % 9_000 + 1:04}"


def _share(whole: int, parts: int, part: int) -> int:
    """How much of a whole, dealt out evenly, this part gets."""
    return _first(whole, parts, part + 1) - _first(whole, parts, part)


def _first(whole: int, parts: int, part: int) -> int:
    return ceil(part * whole / parts)


def _phone(number: int) -> str:
    return f"08000{number:07}"  # 0800 is no mobile prefix: nobody is called


def _ppl(number: int) -> str:
    return f"PPL-{number + 1:04}"


def _pml(number: int) -> str:
    return f"PML-{number + 1:03}"


def _koseka(number: int) -> str:
    return f"KSK-{number + 1:02}"
