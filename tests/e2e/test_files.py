"""Files that leave, over real HTTP: described in the database, made by the service, shown on a phone."""

import json

import pytest

from core.outgoing import Call
from db.engine.work import Database
from db.outbox.messages import Lane, OutboxMessage, post
from sandbox.files import image_size
from tests.e2e.conftest import Join
from tests.e2e.office import Office
from tests.e2e.phones import Telegram, until
from tests.people import MORNING

pytestmark = pytest.mark.slow
NOON = "2022-10-20T12:00+08:00"
TEXT = json.dumps({"nama": "Ani", "catatan": "“baik” – 100 %"}, ensure_ascii=False, indent=1)


def put(office: Office, key: str, make: str, chat: int) -> None:
    """A letter with a document, posted by another process."""
    document = {"file": f"{key}.json", "make": make, "of": {"text": TEXT}}
    params = {"chat_id": chat, "document": document, "caption": f"<b>{key}</b>", "parse_mode": "HTML"}
    database = Database(office.settings["CATAT_DATABASE_URL"])
    with database.work() as work:
        assert post(work, OutboxMessage(7000000001, chat, Lane.REPLY, key, Call("sendDocument", params)), MORNING)
    database.close()


def test_documents_arrive_once_also_after_trouble(office: Office, join: Join, telegram: Telegram) -> None:
    office.start(NOON)
    ani = join("ani")["ani"]
    telegram.misbehave(server_error=2, methods=["sendDocument"])
    put(office, "data-saya", "text", ani.user_id)
    assert ani.hear("data-saya") == "data-saya"
    assert ani.files() == {"data-saya.json": TEXT.encode()}
    put(office, "tidak-ada", "magic", ani.user_id)
    put(office, "sesudahnya", "text", ani.user_id)
    assert ani.hear("sesudahnya")
    assert ani.told("tidak-ada") == []
    rows = "select key, status, error from outbox where method = 'sendDocument' order by id"
    wanted = [("data-saya", "sent", None), ("tidak-ada", "dead", "nobody makes 'magic'"), ("sesudahnya", "sent", None)]
    until(lambda: office.rows(rows) == wanted, "the database to know")
    assert [call["status"] for call in telegram.calls("sendDocument")] == [500, 500, 200, 200]


def test_one_s_own_progress_is_a_picture(office: Office, join: Join, telegram: Telegram) -> None:
    office.start(NOON)
    phones = join("ani", "dewi")
    ani, dewi = phones["ani"], phones["dewi"]
    dewi.say("/bahasa en")
    assert "Capaian sampai Kamis, 20 Oktober" in ani.say("/capaian")
    assert ani.hear("0 dari 200")
    assert "Progress until Thursday, 20 October" in dewi.say("/pace")
    assert dewi.hear("0 of 200")
    pictures = [phone.files()["photo"] for phone in (ani, dewi)]
    assert all(image_size(picture) == (900, 900) for picture in pictures)
    assert pictures[0] != pictures[1]
    assert [call["status"] for call in telegram.calls("sendPhoto")] == [200, 200]
