"""A copy of what is stored, over real HTTP: asked for in the chat, made by the service, opened on the phone."""

import json

import pytest

from tests.e2e.conftest import Join
from tests.e2e.office import Office
from tests.e2e.phones import Telegram, until

pytestmark = pytest.mark.slow
NOON = "2022-10-20T12:00+08:00"


def test_an_officer_gets_a_copy_and_the_database_keeps_none(office: Office, join: Join, telegram: Telegram) -> None:
    office.start(NOON)
    ani = join("ani")["ani"]
    ani.say("/lapor 1", "Siapa yang ditemui?")
    ani.say("S", "Berapa orang")
    ani.say("4", "Tersimpan")
    ani.say("/cuti 25/10 - 27/10", "Cuti")
    ani.say("ya", "cuti")
    telegram.misbehave(server_error=1, methods=["sendDocument"])
    ani.say("/privasi_salinan", "Salinan data Anda saya kirim")
    files = until(ani.files, "the file")
    assert list(files) == ["catat-PPL-0001.json"]
    copy = json.loads(files["catat-PPL-0001.json"])
    assert copy["officer"]["id"] == "PPL-0001"
    assert copy["chats"][0]["chat"] == ani.user_id
    assert [(one["outcome"], one["visited_at"][:10]) for one in copy["reports"]] == [("complete", "2022-10-20")]
    assert [(one["start"], one["until"], one["why"]) for one in copy["absences"]] == [
        ("2022-10-25", "2022-10-27", "leave")
    ]
    head = office.rows("select head, address from household where enumerator = 'PPL-0001' and no = 1")[0]
    assert not any(name.encode() in files["catat-PPL-0001.json"] for name in head)
    until(office.all_is_marked, "all to be sent")
    assert office.rows("select params from outbox where method = 'file'") == [("{}",)]


def test_a_citizen_is_forgotten(office: Office, telegram: Telegram) -> None:
    office.start(NOON)
    citra = telegram.phone("citra")
    citra.say("/bahasa en", "English")
    citra.say("/privacy", "can be deleted now")
    citra.press("🗑 Delete it now", "Deleted")
    until(office.all_is_marked, "all to be sent")
    told = "select language, talk, checks from chat where chat = ?"
    assert office.rows(told, citra.user_id) in ([], [(None, None, 0)]), "emptied, or tidied away already"
    assert office.number("select count(*) from outbox where chat = ? and method = 'message'", citra.user_id) == 1


def test_a_number_of_a_person_leaves_the_chat_and_stays_nowhere(
    office: Office, join: Join, telegram: Telegram
) -> None:
    """Masked, said, deleted from the chat; the report is kept, and neither file nor log holds the number."""
    office.start(NOON)
    ani = join("ani")["ani"]
    ani.say("12 M sibuk, hp 0812-3456-7890 KK 6471052003150017", "tidak saya simpan")
    until(lambda: not any("3456" in str(message.get("text")) for message in ani.messages()), "it to be deleted")
    until(office.all_is_marked, "all to be sent")
    assert office.rows("select note from visit") == [("sibuk, hp 0812…90 KK 6471…0017",)]
    assert office.rows("select status from outbox where method = 'delete'") == [("sent",)]
    telegram.misbehave(server_error=1, methods=["deleteMessage"])
    ani.say("13 M sibuk, hp 081234567890", "tidak saya simpan")
    until(lambda: not any("081234567890" in str(message) for message in ani.messages()), "the second one")
    office.stop()
    kept = b"".join(each.read_bytes() for each in office.folder.rglob("*") if each.is_file())
    for raw in (b"0812-3456-7890", b"081234567890", b"6471052003150017"):
        assert raw not in kept
        assert raw.decode() not in office.log()
