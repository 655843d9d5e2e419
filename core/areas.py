"""Area codes: BPS codes nest by prefix (2, 4, 7, 10, 14, 16 digits), Kemendagri codes are dotted (2.2.2.4)."""

from __future__ import annotations

import re
from enum import StrEnum
from zoneinfo import ZoneInfo


class Scheme(StrEnum):
    """Who gave a code: a ten-digit village code means different villages in the two schemes."""

    BPS = "bps"
    KEMENDAGRI = "kemendagri"


class Level(StrEnum):
    """The levels of an area, from the province down to the part of an SLS."""

    PROVINCE = "province"
    REGENCY = "regency"
    SUBDISTRICT = "subdistrict"
    VILLAGE = "village"
    SLS = "sls"
    SUB_SLS = "sub_sls"


BPS_LENGTHS = {
    2: Level.PROVINCE,
    4: Level.REGENCY,
    7: Level.SUBDISTRICT,
    10: Level.VILLAGE,
    14: Level.SLS,
    16: Level.SUB_SLS,
}
KEMENDAGRI = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
KEMENDAGRI_LEVELS = (Level.PROVINCE, Level.REGENCY, Level.SUBDISTRICT, Level.VILLAGE)

LATITUDES, LONGITUDES = (-11.5, 6.5), (94.5, 141.5)
"""Degrees north and degrees east of Indonesia, with its sea."""

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
WITA_PROVINCES = frozenset(["51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"])
WIT_PROVINCES = frozenset(["81", "82", "91", "92", "93", "94", "95", "96", "97"])


def level_of(code: str, scheme: Scheme = Scheme.BPS) -> Level:
    """The level that a code stands for; ValueError when it is no code of that scheme."""
    if scheme is Scheme.KEMENDAGRI:
        if not (code.isascii() and KEMENDAGRI.fullmatch(code)):
            raise ValueError(f"{code!r} is not a Kemendagri code (64, 64.71, 64.71.01, 64.71.01.1001)")
        return KEMENDAGRI_LEVELS[code.count(".")]
    if not (code.isascii() and code.isdigit()) or len(code) not in BPS_LENGTHS:
        raise ValueError(f"{code!r} is not a BPS code (2, 4, 7, 10, 14 or 16 digits)")
    return BPS_LENGTHS[len(code)]


def ancestors(code: str, scheme: Scheme = Scheme.BPS) -> list[str]:
    """The codes that contain this one, nearest first; the code itself is not among them."""
    if scheme is Scheme.KEMENDAGRI:
        parts = code.split(".")
        return [".".join(parts[:n]) for n in range(len(parts) - 1, 0, -1)]
    return [code[:n] for n in sorted(BPS_LENGTHS, reverse=True) if n < len(code)]


def region_of(code: str) -> str:
    """The regency (or, for a province's code, the province) whose office runs this area: digits only."""
    return code.replace(".", "")[:4]


def default_zone(code: str) -> str:
    """The zone that the law gives to the province of this code: WIB, WITA or WIT as an IANA name."""
    province = code[:2]
    return WITA if province in WITA_PROVINCES else WIT if province in WIT_PROVINCES else WIB


def zone(name: str) -> ZoneInfo:
    """The zone with this IANA name; ValueError when there is none."""
    try:
        return ZoneInfo(name)
    except (
        KeyError,
        ValueError,
        OSError,
    ):  # ZoneInfoNotFoundError is a KeyError; a folder's name is an OSError
        raise ValueError(f"{name!r} is not a time zone (Asia/Jakarta, Asia/Makassar, Asia/Jayapura)") from None
