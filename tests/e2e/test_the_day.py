"""A whole day of a census over real HTTP: processes, a database on disk, a power cut in the middle of a talk."""

import re
import shutil
from pathlib import Path

import pytest

from sandbox.limits import Limits
from tests.e2e.office import WAYS, Office
from tests.e2e.phones import Phone, Telegram, until

pytestmark = pytest.mark.slow


@pytest.fixture
def limits() -> Limits:
    """Telegram's own."""
    return Limits()


EARLY, BEFORE_SEVEN, AT_WORK = "2022-10-20T06:30+08:00", "2022-10-20T06:59:58+08:00", "2022-10-20T09:00+08:00"
BEFORE_FOUR, BEFORE_SIX, LATER = "2022-10-20T15:59:58+08:00", "2022-10-20T17:59:58+08:00", "2022-10-20T18:20+08:00"


@pytest.mark.parametrize("way", WAYS)
def test_the_day(new_office: Office, telegram: Telegram, way: str, city: Path, filled: Path) -> None:
    office = new_office
    if way == "polling":
        import_the_city(office, city)
    else:
        shutil.copy(filled, office.database)
    office.start(EARLY)
    ani, budi, citra = (telegram.phone(name) for name in ("ani", "budi", "citra"))
    people_join(office, ani, budi, citra)

    office.stop()
    office.start(BEFORE_SEVEN)
    assert "Target hari ini: 8" in ani.hear("Selamat pagi")  # 200 families, 26 days left

    office.stop()
    office.start(AT_WORK)
    code = reports_through_a_power_cut(office, ani)
    is_refused(ani)

    office.stop()
    office.start(BEFORE_FOUR)
    assert "/lapor_2" in ani.hear("Saatnya kunjungan ulang")

    the_evening(office, budi)
    assert "sudah didata" in citra.say(code)
    assert "Ani" not in citra.told("sudah didata")[0]

    assert ani.told("Saatnya kunjungan ulang") == ani.told("Saatnya kunjungan ulang")[:1]
    assert ani.told("Selamat pagi") == ani.told("Selamat pagi")[:1]
    assert office.rows("select outcome, persons from visit order by id") == [("complete", 4), ("refused", 0)]
    assert office.number("select count(*) from failure") == 0
    until(office.all_is_marked, "every letter to be marked as sent")


def import_the_city(office: Office, city: Path) -> None:
    for kind in ("areas", "officers", "households"):
        assert re.search(r"\d+ added, 0 changed, 0 unchanged", office.catat("import", kind, str(city / f"{kind}.csv")))
    assert "0 added, 0 changed, 800 unchanged" in office.catat("import", "households", str(city / "households.csv"))


def people_join(office: Office, ani: Phone, budi: Phone, citra: Phone) -> None:
    link = office.invite("PPL-0001")
    assert re.fullmatch(r"https://t\.me/CatatTestBot\?start=[\w-]{10,64}", link)
    assert "PPL-0001" in ani.open(link, "Selamat datang")
    assert "PML-001" in budi.open(office.invite("PML-001"), "Selamat datang")
    assert "sudah dipakai" in citra.open(link)
    assert "kode bukti" in citra.say("/start")
    assert ani.keyboard()[:2] == ["📋 Target", "📝 Lapor"]
    assert "📊 Ringkasan" in budi.keyboard()


def reports_through_a_power_cut(office: Office, ani: Phone) -> str:
    """Household 1 is complete; the service dies between two questions, and the answer is typed while it is dead."""
    assert "Target hari ini: 0 dari 8" in ani.say("/target")
    assert "Keluarga yang mana" in ani.say("📝 Lapor")
    assert "No. 1 ·" in ani.say("1")
    ani.press("8+", "Berapa orang")
    office.kill()
    ani.type("4")
    office.start()
    saved = ani.hear("Tersimpan")
    assert "No. 1 ·" in saved
    assert "4 orang" in saved
    assert "Hari ini 1 dari 8" in saved
    found = re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}", saved)
    assert found, saved
    return found[0]


def is_refused(ani: Phone) -> None:
    """Household 2 refuses and is asked again this afternoon."""
    assert "No. 2 ·" in ani.say("/lapor 2")
    ani.press("Menolak", "Mengapa menolak")
    ani.press("Sedang sibuk", "Kapan dicoba lagi")
    saved = ani.press("Kam 20 Okt 16.00", "Tersimpan")
    assert "Kunjungan ulang" in saved
    assert "16.00" in saved
    assert "Hari ini 1 dari 8" in saved
    assert "16.00" in ani.say("/kunjungan")


def the_evening(office: Office, budi: Phone) -> None:
    """The digest comes at six, once, also when the service starts anew after it."""
    office.stop()
    office.start(BEFORE_SIX)
    digest = budi.hear("Laporan sore")
    assert "Ani Rahmawati</b>" not in digest
    assert "Ani Rahmawati: 1/8 · 1/200 · 🟠 Berisiko · kunjungan: 2 · menolak: 1 · terlambat: 1" in digest
    assert "Jumlah: 1/" in digest
    until(office.all_is_marked, "the digest to be marked as sent")
    office.kill()
    office.start(LATER)
    assert "1/8 · 1/200" in budi.say("/ringkasan")
    assert "was done before" in office.catat("job", "digest", "--at", LATER)
    assert len(budi.told("Laporan sore")) == 1
