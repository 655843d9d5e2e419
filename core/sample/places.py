"""Balikpapan: its sub-districts and urban villages by name; numbers below the city and coordinates are approximate.

The names are public facts. The last three digits of a village and everything below it are numbered here, not by BPS.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.sample.names import listed

CITY = ("6471", "Kota Balikpapan", "Asia/Makassar")
PROVINCE = ("64", "Kalimantan Timur")


@dataclass(frozen=True)
class Village:
    """A kelurahan: BPS code, name, name and code of its kecamatan, and a point in it (degrees)."""

    code: str
    name: str
    subdistrict: str
    subdistrict_name: str
    lat: float
    lon: float


SUBDISTRICTS = (
    (
        ("6471010", "Balikpapan Selatan", -1.243, 116.885),
        "Gunung Bahagia|Sepinggan|Damai Baru|Damai Bahagia|Sungai Nangka|Sepinggan Raya|Sepinggan Baru",
    ),
    (
        ("6471011", "Balikpapan Kota", -1.262, 116.838),
        "Prapatan|Telaga Sari|Klandasan Ulu|Klandasan Ilir|Damai",
    ),
    (("6471020", "Balikpapan Timur", -1.190, 116.955), "Manggar|Manggar Baru|Lamaru|Teritip"),
    (
        ("6471030", "Balikpapan Utara", -1.195, 116.862),
        "Muara Rapak|Gunung Samarinda|Batu Ampar|Karang Joang|Gunung Samarinda Baru|Graha Indah",
    ),
    (
        ("6471040", "Balikpapan Tengah", -1.240, 116.840),
        "Gunung Sari Ilir|Gunung Sari Ulu|Mekar Sari|Karang Rejo|Sumber Rejo|Karang Jati",
    ),
    (
        ("6471050", "Balikpapan Barat", -1.222, 116.822),
        "Baru Ilir|Baru Tengah|Baru Ulu|Kariangau|Margo Mulyo|Marga Sari",
    ),
)
STEP = 0.006
"""Degrees between two villages of a sub-district, inland to the north-west: about 650 m."""


def villages() -> list[Village]:
    """The 34 urban villages of the city, in the order of their codes."""
    made = []
    for (code, name, lat, lon), names in SUBDISTRICTS:
        for number, village in enumerate(listed(names), start=1):
            row, column = divmod(number - 1, 3)
            place = (lat + row * STEP, lon + (1 - column) * STEP)
            made.append(Village(f"{code}{number:03}", village, code, name, *place))
    return made


STREETS = listed(
    "Jl. Mangga|Jl. Rambutan|Jl. Durian|Jl. Cempedak|Jl. Langsat|Jl. Kenanga|Jl. Melati|Jl. Mawar|Jl. Anggrek|"
    "Jl. Flamboyan|Jl. Meranti|Jl. Ulin|Jl. Bangkirai|Jl. Kamper|Jl. Gaharu|Jl. Enggang|Jl. Merpati|Jl. Kutilang|"
    "Jl. Cendrawasih|Jl. Punai|Jl. Bakau|Jl. Nipah|Jl. Telaga|Jl. Bukit Indah|Jl. Pandan Wangi|Jl. Beringin|"
    "Jl. Cemara|Jl. Kelapa Gading|Jl. Sawo|Jl. Manggis|Gg. Swadaya|Gg. Sepakat|Gg. Keluarga|Gg. Mufakat|"
    "Gg. Tenteram|Gg. Bersama|Gg. Rukun|Gg. Harapan|Gg. Bahagia|Gg. Famili"
)
