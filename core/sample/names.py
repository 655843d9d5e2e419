"""Names as they are met in Balikpapan: many peoples, and many with one name only. Combined by chance."""

from __future__ import annotations

from random import Random


def listed(text: str) -> tuple[str, ...]:
    """The entries of a list written with bars between them."""
    return tuple(text.split("|"))


MEN = listed(
    "Slamet|Suparman|Wahyu|Agus|Bambang|Eko|Joko|Sugeng|Tri|Yanto|Ahmad|Muhammad|Abdul|Syahrul|Rusli|Fahrudin|"
    "Hasan|Ibrahim|Andi|Baso|Daeng|Syamsuddin|Lukman|Irwan|Arif|Dedi|Asep|Ujang|Rudi|Hendra|Rahmat|Jefri|"
    "Markus|Yohanes|Paulus|Petrus|Daniel|Roni|Togar|Poltak|Rizal|Zulkifli|Iskandar|Made|Ketut|Wayan|Hery|Alung"
)
WOMEN = listed(
    "Siti|Sri|Nur|Dewi|Rina|Yuliana|Wati|Endang|Ningsih|Fatimah|Aisyah|Rahmah|Norhayati|Mariam|Andi Tenri|"
    "Halimah|Rosmini|Lestari|Kartini|Sumiati|Theresia|Maria|Yosefina|Lince|Tiur|Neneng|Euis|Rahayu|Desi|Mei"
)
FAMILY = listed(
    "Santoso|Wibowo|Susanto|Prasetyo|Nugroho|Hidayat|Saputra|Setiawan|Kurniawan|Utomo|Rahman|Noor|Arsyad|"
    "Mansyur|Amin|Yusuf|Tahir|Rauf|Mappasessu|Parenrengi|Latief|Anwar|Basri|Sitorus|Siregar|Simanjuntak|Nasution|"
    "Hutapea|Rante|Pasande|Tandi|Lembang|Palimbong|Ding|Lawing|Usat|Bilung|Suherman|Permana|Gunawan|Wijaya|"
    "Halim|Tanoto|Lim|Chaniago|Piliang|Koto|Madjid|Rompas|Lumenta|Wenas|Tuhumury|Sudirman|Hartono|Mulyadi"
)
SINGLE = listed(
    "Suparno|Sukardi|Paimin|Sarimin|Ngadimin|Tukiman|Misran|Jumadi|Kasman|Masdar|Jainal|Aliansyah|Sarkani|"
    "Syahrani|Mastur|Hamdani|Sainudin|Supriyadi|Mujiono|Sutrisno|Suwarni|Painem|Jumiati|Masniah|Sarinah|Rusmini"
)


def full_name(random: Random) -> str:
    """A made-up person's name: one word in about seven, two or three words otherwise."""
    if random.random() < 0.15:
        return random.choice(SINGLE)
    first = random.choice(WOMEN if random.random() < 0.2 else MEN)
    middle = f" {random.choice(MEN)}" if random.random() < 0.1 else ""
    return f"{first}{middle} {random.choice(FAMILY)}"
