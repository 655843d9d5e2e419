"""Area codes of the two schemes, and the zone that the law gives to each province."""

import pytest

from core.areas import WIB, WIT, WITA, Level, Scheme, ancestors, default_zone, level_of, region_of, zone

BPS = [
    ("64", Level.PROVINCE, []),
    ("6471", Level.REGENCY, ["64"]),
    ("6471010", Level.SUBDISTRICT, ["6471", "64"]),
    ("6471010001", Level.VILLAGE, ["6471010", "6471", "64"]),
    ("64710100010001", Level.SLS, ["6471010001", "6471010", "6471", "64"]),
    ("6104101001000500", Level.SUB_SLS, ["61041010010005", "6104101001", "6104101", "6104", "61"]),
]
KEMENDAGRI = [
    ("64", Level.PROVINCE, []),
    ("64.71", Level.REGENCY, ["64"]),
    ("64.71.01", Level.SUBDISTRICT, ["64.71", "64"]),
    ("64.71.01.1001", Level.VILLAGE, ["64.71.01", "64.71", "64"]),
]
REFUSED = {
    "nothing": ("", Scheme.BPS),
    "letters": ("64AB", Scheme.BPS),
    "a length between": ("64710", Scheme.BPS),
    "too long": ("61041010010005000", Scheme.BPS),
    "Arabic digits": ("٦٤", Scheme.BPS),
    "dots in a BPS code": ("64.71", Scheme.BPS),
    "no dots in a Kemendagri code": ("6471", Scheme.KEMENDAGRI),
    "a village of two digits": ("64.71.01.10", Scheme.KEMENDAGRI),
    "a dot too many": ("64.71.", Scheme.KEMENDAGRI),
    "Arabic digits with dots": ("٦٤.٧١", Scheme.KEMENDAGRI),
}
ZONES = [
    ("Aceh", "11", WIB),
    ("Kepri", "21", WIB),
    ("Jakarta", "31", WIB),
    ("Pekalongan", "3375", WIB),
    ("Kalimantan Barat", "61", WIB),
    ("Kalimantan Tengah", "62", WIB),
    ("Bali", "51", WITA),
    ("Kalimantan Selatan", "63", WITA),
    ("Balikpapan", "6471", WITA),
    ("Kaltara", "65", WITA),
    ("Sulawesi Barat", "76", WITA),
    ("Maluku", "81", WIT),
    ("Papua", "94", WIT),
    ("Papua, by Kemendagri", "91.71", WIT),
]


@pytest.mark.parametrize(("code", "level", "above"), BPS, ids=[row[0] for row in BPS])
def test_bps_codes_nest(code: str, level: Level, above: list[str]) -> None:
    assert level_of(code) is level
    assert ancestors(code) == above


@pytest.mark.parametrize(("code", "level", "above"), KEMENDAGRI, ids=[row[0] for row in KEMENDAGRI])
def test_kemendagri_codes_nest(code: str, level: Level, above: list[str]) -> None:
    assert level_of(code, Scheme.KEMENDAGRI) is level
    assert ancestors(code, Scheme.KEMENDAGRI) == above


@pytest.mark.parametrize(("code", "scheme"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_code_is_refused(code: str, scheme: Scheme) -> None:
    with pytest.raises(ValueError, match="is not a"):
        level_of(code, scheme)


@pytest.mark.parametrize(("place", "code", "expected"), ZONES, ids=[row[0] for row in ZONES])
def test_zones(place: str, code: str, expected: str) -> None:
    assert default_zone(code) == expected


@pytest.mark.parametrize(("code", "region"), [("64710100010001", "6471"), ("64.71.01.1001", "6471"), ("64", "64")])
def test_whose_office(code: str, region: str) -> None:
    assert region_of(code) == region


@pytest.mark.parametrize("name", ["", "WITA", "Asia", "Asia/Balikpapan", "../etc/passwd", "Asia/\0"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not a time zone"):
        zone(name)
