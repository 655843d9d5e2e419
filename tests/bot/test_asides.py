"""What waits while somebody does something else: forms come back, lists do not, and nothing typed is lost unasked."""

import pytest

from db.engine.work import Database
from tests.people import BUDI
from tests.town import Town

GOES_ON = "Pertanyaan tadi"
LISTS = [
    ("the list of households", "Ani", ["/lapor"]),
    ("the list of cases", "Ani", ["4 M sibuk", "/kasus"]),
    ("a case that is only looked at", "Ani", ["4 M sibuk", "/kasus 4"]),
    ("the languages", "Ani", ["/bahasa"]),
    ("whom to write to", "Budi", ["/pesan"]),
    ("a code that matched nothing", "Citra", ["/cek EFY-R9X-G2Z"]),
]
FORMS = [
    ("a report with its household", "Ani", ["/lapor 4"]),
    ("a report with its outcome", "Ani", ["/lapor", "4", "menolak"]),
    ("a case with what was done", "Ani", ["4 M sibuk", "/kasus 4", "serahkan"]),
    ("a message with its readers", "Budi", ["/pesan", "semua"]),
]


@pytest.mark.parametrize(("who", "before"), [c[1:] for c in LISTS], ids=[c[0] for c in LISTS])
def test_a_list_is_not_shown_again(sqlite_database: Database, who: str, before: list[str]) -> None:
    town = Town(sqlite_database)
    for text in before:
        town.writes(who, text)
    (said,) = town.writes(who, "/bantuan")
    assert GOES_ON not in said.text
    assert "belum benar" not in said.text


@pytest.mark.parametrize(("who", "before"), [c[1:] for c in FORMS], ids=[c[0] for c in FORMS])
def test_a_form_that_is_half_filled_comes_back(sqlite_database: Database, who: str, before: list[str]) -> None:
    town = Town(sqlite_database)
    for text in before:
        town.writes(who, text)
    (said,) = town.writes(who, "/bantuan")
    assert GOES_ON in said.text


def test_the_buttons_of_a_list_are_good_after_another_command(sqlite_database: Database) -> None:
    town = Town(sqlite_database)
    town.writes("Ani", "4 M sibuk")
    town.writes("Ani", "/kasus")
    town.writes("Ani", "/target")
    (said,) = town.presses("Ani", "4 ·", old=True)
    assert "Jefri Tambunan" in said.text


def test_a_right_code_after_a_wrong_one_is_answered_once(sqlite_database: Database) -> None:
    town = Town(sqlite_database)
    (receipt,) = town.writes("Ani", "1 S 4")
    code = receipt.text.split("🧾 ")[1].split()[0]
    town.writes("Citra", "/cek EFY-R9X-G2Z")
    (said,) = town.writes("Citra", f"/cek {code}")
    assert "Sudah" in said.text or "sudah" in said.text
    assert "belum benar" not in said.text and "ketik kode" not in said.text


def test_a_language_by_command_answers_the_question_about_it(sqlite_database: Database) -> None:
    town = Town(sqlite_database)
    town.writes("Ani", "/bahasa")
    (said,) = town.writes("Ani", "/bahasa en")
    assert not said.buttons
    assert town.talk(town.chat("Ani")) is None


def half_a_family(town: Town) -> None:
    town.writes("Ani", "/baru")
    town.presses("Ani", "Keluarga baru")
    town.writes("Ani", "Suparman bin Wiryo Atmojo")


def test_a_family_that_was_typed_is_not_lost_by_one_tap(sqlite_database: Database) -> None:
    town = Town(sqlite_database)
    half_a_family(town)
    (warned,) = town.writes("Ani", "📝 Lapor")
    assert "belum tersimpan" in warned.text and GOES_ON in warned.text
    (done,) = town.writes("Ani", "Jl. Melati belakang no. 4")
    assert "belum tersimpan" not in done.text
    assert town.talk(town.chat("Ani"))["flow"] == "baru"  # type: ignore[index]


def test_the_second_tap_throws_it_away(sqlite_database: Database) -> None:
    town = Town(sqlite_database)
    half_a_family(town)
    town.writes("Ani", "/lapor")
    town.writes("Ani", "/kembalikan")
    town.writes("Ani", "/lapor")
    assert town.talk(town.chat("Ani"))["flow"] == "baru", "another command is another question"  # type: ignore[index]
    town.writes("Ani", "/lapor")
    assert town.talk(town.chat("Ani"))["flow"] == "lapor"  # type: ignore[index]


def test_who_could_not_be_told_is_named_when_all_others_are_ready(sqlite_database: Database) -> None:
    town = Town(sqlite_database)
    town.deliver({"update_id": 9000, "my_chat_member": {
        "chat": {"id": town.chat("Dian"), "type": "private"}, "from": {"id": town.chat("Dian")},
        "new_chat_member": {"status": "kicked"}}})  # fmt: skip
    town.writes("Budi", "/pesan semua")
    town.writes("Budi", "Kumpul pukul 16.00 di kelurahan")
    town.presses("Budi", "📨 Kirim")
    town.arrive()
    said = [each.text for each in town.writes("Ani", "siap") if each.chat == BUDI]
    assert any("Siap semua (1)" in text and "Tidak bisa dihubungi: Dian" in text for text in said), said
