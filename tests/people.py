"""The people of the tests and their small world: two RTs of Balikpapan, five officers, sixty-four households.

Ani enumerates (PPL-0001), Budi supervises her and Dian (PML-001), Dewi coordinates (KSK-01), Eko is the office
(BPS-6471), and Citra is a citizen who asks. All of it lies in Balikpapan, on the clock WITA (UTC+8).
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from core.campaign import Campaign
from core.people.person import Caller, Role
from core.workload.targets import Period
from db.engine.work import Work
from db.tables import Area, Chat, Household, Officer

BOT = 7_000_000_001
WITA = ZoneInfo("Asia/Makassar")
PERIOD = Period(date(2022, 10, 15), date(2022, 11, 14))
CAMPAIGN = Campaign(PERIOD, "id", b"the key of the tests' receipts")
MORNING = datetime(2022, 10, 20, 9, tzinfo=WITA).astimezone(UTC)
"""Thursday, the sixth day of fieldwork, nine o'clock in Balikpapan."""

ANI, BUDI, CITRA, DEWI, EKO, DIAN = 1001, 1002, 1003, 1004, 1005, 1006
CHATS = {"Ani": ANI, "Budi": BUDI, "Citra": CITRA, "Dewi": DEWI, "Eko": EKO, "Dian": DIAN}

RT1, RT2 = "64710100010001", "64710100010002"
AREAS = [
    ("64", "province", "Kalimantan Timur"),
    ("6471", "regency", "Kota Balikpapan"),
    ("6471010001", "village", "Gunung Bahagia"),
    (RT1, "sls", "RT 001"),
    (RT2, "sls", "RT 002"),
]
OFFICERS = [
    ("BPS-6471", "Eko", "bps", None, EKO),
    ("KSK-01", "Dewi", "koseka", "BPS-6471", DEWI),
    ("PML-001", "Budi", "pml", "KSK-01", BUDI),
    ("PPL-0001", "Ani", "ppl", "PML-001", ANI),
    ("PPL-0002", "Dian", "ppl", "PML-001", DIAN),
]
NAMED = [
    ("Slamet Riyadi", "Jl. Mangga No. 1"),
    ("Siti Aminah", "Jl. Mangga No. 2"),
    ("Andi Tenri", "Jl. Mangga No. 12"),
    ("Jefri Tambunan", "Gg. Sempit <belakang> masjid"),
    ("Siti Rahmah", "Jl. Ulin No. 3"),
    ("Made Wirawan & Ibu", "Jl. Ulin No. 4"),
    ("Yohanes", "Jl. Ulin No. 5"),
    ("Nurhayati", "Jl. Ulin No. 6, rumah 100%"),
    ("Togar", "Perum Bahagia B_7"),
    ("H. Abdullah", "Perum Bahagia B-8"),
]
ANIS, DIANS = 60, 4
"""How many households are on each list. Ani's have the ids and the numbers 1 to 60, Dian's the ids 61 to 64."""


def fill(work: Work) -> None:
    """Put the whole world into an empty database. Every officer has joined; Citra has never written."""
    work.change_many(
        insert(Area), [{"scheme": "bps", "code": code, "level": level, "name": name} for code, level, name in AREAS]
    )
    work.change_many(insert(Officer), [officer_row(*row[:4]) for row in OFFICERS])
    work.change_many(insert(Chat), [chat_row(chat, officer) for officer, *_, chat in OFFICERS])
    work.change_many(insert(Household), [household_row(no) for no in range(1, ANIS + 1)])
    work.change_many(
        insert(Household), [{**household_row(no), "enumerator": "PPL-0002", "area": RT2} for no in range(1, DIANS + 1)]
    )


def officer_row(code: str, name: str, role: str, supervisor: str | None) -> dict[str, object]:
    """An officer of Balikpapan."""
    place = {"area": "6471", "region": "6471", "zone": "Asia/Makassar"}
    last = {"PPL-0001": ANIS, "PPL-0002": DIANS}.get(code, 0)
    return {"id": code, "name": name, "role": role, "supervisor": supervisor, "last_no": last, **place}


def chat_row(chat: int, officer: str | None) -> dict[str, object]:
    """A chat with the bot."""
    return {"bot": BOT, "chat": chat, "officer": officer, "talk_no": 0, "checks": 0}


def household_row(no: int) -> dict[str, object]:
    """One of Ani's households: the first ten have names, the others are told apart by their number."""
    head, address = NAMED[no - 1] if no <= len(NAMED) else (f"Keluarga Ke-{no}", f"Jl. Panjang No. {100 + no}")
    area = RT1 if no <= 30 else RT2
    counted = {"kind": "prelist", "persons": 0, "visits": 0}
    return {
        "area": area,
        "number": str(no),
        "head": head,
        "address": address,
        "zone": "Asia/Makassar",
        "enumerator": "PPL-0001",
        "no": no,
        **counted,
    }


def ani(at: datetime = MORNING, language: str = "id") -> Caller:
    """Ani, as the talks see her."""
    return Caller(Role.PPL, language, at, WITA, "PPL-0001", "Ani")


def citra(at: datetime = MORNING, language: str = "id") -> Caller:
    """Citra, as the talks see her."""
    return Caller(Role.CITIZEN, language, at, ZoneInfo("Asia/Jakarta"))
