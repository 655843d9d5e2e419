"""The families: what awaits an enumerator behind each door, knock after knock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from simulation.books import Visit

NATURES = {
    "willing": 760, "promising": 40, "wary": 40, "hostile": 10, "hurried": 20, "moved": 30, "vacant": 30,
    "no_dwelling": 8, "deceased": 4, "duplicate": 8, "away": 15, "unable": 8, "no_access": 8,
}  # fmt: skip
"""How many of a thousand families are of which nature; a nature named like an outcome settles at the first knock."""

PERSISTENT = {1: 30, 2: 20, 3: 10, 5: 15, 7: 5, 99: 20}
"""How often a family that refuses does so, and how many of a hundred: at the door, with the RT chair, for good."""
ABSENT = ((11, 0.16), (16, 0.24), (24, 0.08))
"""Up to which hour of the day nobody opens how often."""

REASONS = ("busy", "unwilling", "distrust", "wants_rt", "other")
NOTES = ("Sudah ditanyakan ke Ketua RT", "Rumah terkunci, pagar digembok", "Lihat catatan")
"""What does not say who told it."""
NAMING = {
    "neighbour": ("Kata tetangga sejak lebaran", "Tetangga sebelah bilang lama pergi", "According to the neighbour"),
    "rt": ("Menurut Pak RT sudah dua bulan", "RT: sudah tidak di sini", "Long ago, says the RT chair"),
}
"""What says it."""
UNSEEN = ("away", "moved", "vacant", "deceased")
"""Of these somebody else may tell; how often who does:"""
TELLERS = {"self": 60, "neighbour": 25, "rt": 15}
SPECIAL = ("homeless", "ship_crew", "institution")
FOUND = ("Keluarga Rusdi", "Bu Minah kontrakan", "Pak Anto (bedeng)", "Keluarga Sarpan", "Mess karyawan", "KM Sinar 7")


@dataclass(slots=True)
class Family:
    """One family. patience: how often it still puts the enumerator off."""

    nature: str
    persons: int
    patience: int = 1


def meet(random: Random, refusing: float | None = None) -> Family:
    """A family as chance has it. refusing: the share of those that refuse, when it is laid down."""
    if refusing is not None and random.random() < refusing:
        patience = random.choices(list(PERSISTENT), list(PERSISTENT.values()))[0]
        return Family("refusing", random.randint(1, 8), patience)
    nature = random.choices(list(NATURES), list(NATURES.values()))[0]
    persons = min(1 + int(random.expovariate(0.36)), 14)
    if refusing is not None and nature in ("wary", "hostile"):
        nature = "willing"
    patience = {"wary": random.randint(1, 2), "hostile": 9}.get(nature, 1)
    return Family(nature, persons, patience)


def knock(family: Family, no: int, head: str, local: datetime, random: Random) -> Visit:
    """What an enumerator finds at this hour of the family's clock."""
    nature = family.nature
    if nature in NATURES and nature not in ("willing", "promising", "wary", "hostile", "hurried"):
        return _settled(no, head, nature, random)
    absent = next(share for hour, share in ABSENT if local.hour < hour)
    if random.random() < absent:
        return Visit(no, head, "nobody_home")
    if family.patience > 0 and nature in ("promising", "wary", "hostile", "refusing"):
        family.patience -= 1
        if nature == "promising":
            return Visit(no, head, "appointment")
        reason = random.choice(REASONS)
        outcome = "refused_hard" if nature == "hostile" or random.random() < 0.1 else "refused"
        return Visit(no, head, outcome, reason=reason, note="Trauma penipuan" if reason == "other" else "")
    if nature == "hurried":
        return Visit(no, head, "partial", family.persons, note="Bagian aset belum")
    return Visit(no, head, "complete", family.persons)


def _settled(no: int, head: str, nature: str, random: Random) -> Visit:
    """Nobody is met: what is noted, and who says so. Of a duplicate the enumerator's own list says it."""
    source = random.choices(list(TELLERS), list(TELLERS.values()))[0] if nature in UNSEEN else "self"
    named = source != "self" and random.random() < 0.5
    return Visit(no, head, nature, note=random.choice(NAMING[source] if named else NOTES), source=source, named=named)


def newcomer(random: Random) -> Visit:
    """A family that is on no list, found on the way."""
    kind = random.choice(SPECIAL) if random.random() < 0.25 else "new"
    head = f"{random.choice(FOUND)} {random.randint(1, 99)}"
    return Visit(0, head, "complete", min(1 + int(random.expovariate(0.4)), 20), kind=kind)
