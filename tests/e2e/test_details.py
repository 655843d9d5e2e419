"""Photos and places over real HTTP: added to a report, delivered twice, kept through a kill in the middle of one."""

import pytest

from tests.e2e.conftest import Join
from tests.e2e.office import WAYS, Office
from tests.e2e.phones import Phone, Telegram, until

pytestmark = pytest.mark.slow

NOON = "2022-10-20T12:00+08:00"
DETAILS = "select visit.household, kind, lat from detail join visit on visit.id = detail.visit order by detail.id"


def photos(phone: Phone) -> list[str]:
    """The ids of the photos that a phone has sent, each in its largest size."""
    return [message["photo"][-1]["file_id"] for message in phone.messages() if message.get("photo")]


@pytest.mark.parametrize("way", WAYS)
def test_a_photo_and_a_place_are_added_to_the_report_just_made(office: Office, join: Join, telegram: Telegram) -> None:
    telegram.misbehave(deliver_twice=True)
    office.start(NOON)
    ani = join("ani")["ani"]
    ani.say("1 K dijual", "✅ 1 ")
    ani.photograph("Foto ditambahkan ke no. 1")
    ani.stand_at(-1.2345, 116.8765, "Lokasi ditambahkan ke no. 1")
    assert office.rows(DETAILS) == [(1, "photo", None), (1, "place", -1.2345)]
    assert office.rows("select file from detail where kind = 'photo'") == [(photos(ani)[0],)]


@pytest.mark.parametrize("way", ["polling"])
def test_a_photo_sent_in_the_middle_of_a_report_survives_a_kill(office: Office, join: Join) -> None:
    office.start(NOON)
    ani = join("ani")["ani"]
    ani.say("/lapor 2")
    ani.photograph("ikut disimpan")
    assert office.rows(DETAILS) == []
    office.kill()
    ani.type("selesai")
    office.start()
    ani.hear("Berapa orang")
    ani.say("4", "Tersimpan")
    assert [row[1] for row in office.rows(DETAILS)] == ["photo"]
    assert office.rows("select file from detail") == [(photos(ani)[0],)]


@pytest.mark.parametrize("way", ["polling"])
def test_whoever_checks_sees_the_photo(office: Office, join: Join) -> None:
    office.start(NOON)
    phones = join("ani", "budi")
    ani, budi = phones["ani"], phones["budi"]
    ani.say("3 K sejak Lebaran", "✅ 3 ")
    ani.photograph("Foto ditambahkan ke no. 3")
    budi.say("/periksa", "1 foto")
    budi.press("📷 Lihat foto")
    until(lambda: photos(budi), "the photo on Budi's phone")
    assert photos(budi) == photos(ani)
