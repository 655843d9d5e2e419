"""What a person can do with a phone, through the control API."""

import asyncio
import json
from typing import Any

import httpx2
import pytest

from tests.sandbox.conftest import ANI, Bench, until

BUTTON = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


async def asked(bench: Bench, **more: Any) -> int:
    """The bot asks with one button; returns the message id."""
    made = await bench.ok("sendMessage", chat_id=ANI, text="Sure?", reply_markup=BUTTON, **more)
    return int(made["message_id"])


async def last_update(bench: Bench) -> dict[str, Any]:
    found: dict[str, Any] = (await bench.ok("getUpdates", offset=-1, timeout=5))[0]
    return found


async def test_a_new_phone(bench: Bench) -> None:
    made = await bench.phone("", {"name": "Dewi Lestari", "language_code": "en"}, status=201)
    assert made["id"] == "dewi-lestari"
    assert made["user_id"] == ANI + 3
    await bench.phone("", {"name": "X", "id": "ani"}, status=409)
    names = [p["name"] for p in (await bench.http.get("/sandbox/phones")).json()]
    assert names == ["Ani", "Budi", "Citra", "Dewi Lestari"]


async def test_a_press_waits_for_its_answer(bench: Bench) -> None:
    message = await asked(bench)
    press = asyncio.create_task(bench.phone("ani/press", {"message_id": message, "data": "y"}))
    await bench.ok("getUpdates", offset=-1)

    async def pressed() -> bool:
        return "callback_query" in await last_update(bench)

    await until(pressed)
    query = (await last_update(bench))["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]["message_id"]) == ("y", ANI, message)
    await bench.ok("answerCallbackQuery", callback_query_id=query["id"], text="Thanks")
    assert await press == {"answered": True, "text": "Thanks", "show_alert": False, "url": ""}
    await bench.ok("answerCallbackQuery", callback_query_id=query["id"], text="Again")


IMPOSSIBLE = [
    ("a button that is not there", {"message_id": 2, "data": "n"}, 409),
    ("a message that is not there", {"message_id": 99, "data": "y"}, 404),
    ("a message without buttons", {"message_id": 1, "data": "y"}, 409),
]


@pytest.mark.parametrize(("body", "status"), [c[1:] for c in IMPOSSIBLE], ids=[c[0] for c in IMPOSSIBLE])
async def test_impossible_presses(bench: Bench, body: dict[str, Any], status: int) -> None:
    assert await asked(bench) == 2
    await bench.phone("ani/press", body, status=status)


async def test_buttons_that_an_edit_took_away_cannot_be_pressed(bench: Bench) -> None:
    message = await asked(bench)
    await bench.ok("editMessageText", chat_id=ANI, message_id=message, text="Done")
    await bench.phone("ani/press", {"message_id": message, "data": "y"}, status=409)


async def test_offline(bench: Bench) -> None:
    message = await asked(bench)
    await bench.phone("ani/offline")
    assert await bench.phone("ani/text", {"text": "one"}) == {"message": None, "waiting": 1}
    await bench.phone("ani/location", {"latitude": -6.2, "longitude": 106.8})
    await bench.phone("ani/press", {"message_id": message, "data": "y"}, status=409)
    await bench.ok("sendMessage", chat_id=ANI, text="Are you there?")
    assert len(await bench.screen("ani")) == 2
    assert "message" in await last_update(bench)
    assert (await last_update(bench))["message"]["text"] == "/start"
    await bench.phone("ani/online")
    assert [m.get("text", "place") for m in await bench.screen("ani")] == [
        *("/start", "Sure?", "Are you there?", "one", "place")
    ]
    assert (await last_update(bench))["message"]["location"]["latitude"] == -6.2


async def test_contacts(bench: Bench) -> None:
    own = (await bench.phone("ani/contact"))["message"]
    assert own["contact"]["user_id"] == own["from"]["id"] == ANI
    other = (await bench.phone("ani/contact", {"first_name": "Dewi", "phone_number": "62811"}))["message"]
    assert "user_id" not in other["contact"]
    forged = {"first_name": "Ani", "phone_number": "62811", "user_id": ANI}
    await bench.phone("ani/contact", forged, status=400)


async def test_pictures_and_files_can_be_fetched(bench: Bench) -> None:
    sizes = (await bench.phone("ani/photo", {"caption": "House"}))["message"]["photo"]
    assert [(s["width"], s["height"]) for s in sizes] == [(90, 68), (320, 240), (800, 600)]
    answer = await bench.http.post("/sandbox/phones/ani/document", files={"document": ("a.csv", b"a,b\n")})
    document = answer.json()["message"]["document"]
    assert (document["file_name"], document["file_size"]) == ("a.csv", 4)
    assert (await bench.ok("getFile", file_id=document["file_id"]))["file_path"].startswith("documents/")
    seen = await bench.http.get(f"/sandbox/files/echo_bot/{sizes[0]['file_id']}")
    assert seen.content[:2] == b"\xff\xd8"


async def test_a_link_opens_the_bot(bench: Bench) -> None:
    made = await bench.phone("budi/open", {"link": "https://t.me/echo_bot?start=CODE-1"})
    assert made["message"]["text"] == "/start CODE-1"
    assert made["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    await bench.phone("budi/open", {"link": "https://t.me/nobody_bot?start=x"}, status=404)
    await bench.phone("budi/open", {"link": "https://example.org/"}, status=400)


async def test_keyboards_and_forced_replies(bench: Bench) -> None:
    async def state() -> dict[str, Any]:
        told: dict[str, Any] = (await bench.http.get("/sandbox/phones/ani")).json()["state"]
        return told

    once = {"keyboard": [["Yes", "No"]], "one_time_keyboard": True}
    await bench.ok("sendMessage", chat_id=ANI, text="?", reply_markup=once)
    assert (await state())["keyboard"] == once
    await bench.phone("ani/text", {"text": "Yes"})
    assert (await state())["keyboard"] is None
    asking = await bench.ok("sendMessage", chat_id=ANI, text="How many?", reply_markup={"force_reply": True})
    reply = (await bench.phone("ani/text", {"text": "4"}))["message"]
    assert reply["reply_to_message"]["message_id"] == asking["message_id"]
    stay = {"keyboard": [["Menu"]]}
    await bench.ok("sendMessage", chat_id=ANI, text="?", reply_markup=stay)
    await bench.phone("ani/text", {"text": "Menu"})
    assert (await state())["keyboard"] == stay
    await bench.ok("sendMessage", chat_id=ANI, text="Bye", reply_markup={"remove_keyboard": True})
    assert (await state())["keyboard"] is None


async def test_the_menu_follows_scope_and_language(bench: Bench) -> None:
    async def menu() -> list[str]:
        told = (await bench.http.get("/sandbox/phones/ani")).json()["state"]["commands"]
        return [c["command"] for c in told]

    def one(name: str) -> list[dict[str, str]]:
        return [{"command": name, "description": "x"}]

    await bench.ok("setMyCommands", commands=one("all"))
    assert await menu() == ["all"]
    await bench.ok("setMyCommands", commands=one("semua"), language_code="id")
    assert await menu() == ["semua"]
    await bench.ok("setMyCommands", commands=one("private"), scope={"type": "all_private_chats"})
    assert await menu() == ["private"]
    scope = {"type": "chat", "chat_id": ANI}
    await bench.ok("setMyCommands", commands=one("mine"), scope=scope)
    assert await menu() == ["mine"]
    assert await bench.ok("getMyCommands", scope=scope) == one("mine")
    await bench.ok("deleteMyCommands", scope=scope)
    assert await menu() == ["private"]


async def test_pages_hear_what_happens(bench: Bench) -> None:
    async with bench.http.stream("GET", "/sandbox/events", timeout=10) as stream:
        lines = stream.aiter_lines()
        assert json.loads((await anext(lines)).removeprefix("data: ")) == {"type": "hello"}
        await bench.ok("sendMessage", chat_id=ANI, text="Hello")
        async for line in lines:
            if line.startswith("data: "):
                event = json.loads(line.removeprefix("data: "))
                break
    assert (event["type"], event["phone"], event["entry"]["message"]["text"]) == ("entry", "ani", "Hello")


async def test_calls_are_logged_without_the_token(bench: Bench) -> None:
    await bench.call("sendMessage", chat_id=ANI, text="")
    calls = (await bench.http.get("/sandbox/calls", params={"method": "sendMessage"})).json()
    assert [(c["status"], c["description"], c["params"]) for c in calls] == [
        (400, "Bad Request: message text is empty", {"chat_id": ANI, "text": ""})
    ]
    assert "sandbox-test-token" not in json.dumps(calls)


async def test_unknown_phone(bench: Bench) -> None:
    answer: httpx2.Response = await bench.http.get("/sandbox/phones/zed")
    assert (answer.status_code, answer.json()) == (404, {"error": "no such phone: zed"})


async def test_a_message_is_pinned_above_the_chat_and_taken_down(bench: Bench) -> None:
    await bench.phone("ani/text", {"text": "/start"})
    first, second = [(await bench.ok("sendMessage", chat_id=ANI, text=text))["message_id"] for text in ("one", "two")]
    for number in (first, second):
        assert await bench.ok("pinChatMessage", chat_id=ANI, message_id=number, disable_notification=True)
    assert (await pinned(bench))["text"] == "two"
    await bench.ok("editMessageText", chat_id=ANI, message_id=second, text="two, anew")
    assert (await pinned(bench))["text"] == "two, anew"
    assert await bench.ok("unpinChatMessage", chat_id=ANI, message_id=second)
    assert (await pinned(bench))["text"] == "one"
    assert await bench.ok("unpinChatMessage", chat_id=ANI)
    assert await pinned(bench) is None
    assert (await bench.call("unpinChatMessage", chat_id=ANI, message_id=first))["error_code"] == 400
    assert (await bench.call("pinChatMessage", chat_id=ANI, message_id=999))["error_code"] == 400


async def pinned(bench: Bench) -> Any:
    return (await bench.http.get("/sandbox/phones/ani")).json()["state"]["pinned"]


async def test_the_bot_reacts_to_a_message(bench: Bench) -> None:
    sent = await bench.phone("ani/text", {"text": "/start"})
    number, like = sent["message"]["message_id"], [{"type": "emoji", "emoji": "👍"}]
    assert await bench.ok("setMessageReaction", chat_id=ANI, message_id=number, reaction=like)
    assert (await bench.http.get("/sandbox/phones/ani")).json()["messages"][-1]["reaction"] == "👍"
    for wrong in ({"message_id": number, "reaction": [{"type": "emoji", "emoji": "🏠"}]}, {"message_id": 999}):
        assert (await bench.call("setMessageReaction", chat_id=ANI, **{"reaction": like, **wrong}))["error_code"] == 400


async def test_a_person_replies_to_a_message(bench: Bench) -> None:
    await bench.phone("ani/text", {"text": "/start"})
    asked = await bench.ok("sendMessage", chat_id=ANI, text="How many?")
    sent = await bench.phone("ani/text", {"text": "4", "reply_to": asked["message_id"]})
    before = sent["message"]["reply_to_message"]
    assert (before["text"], before["from"]["is_bot"]) == ("How many?", True)
    await bench.phone("ani/text", {"text": "4", "reply_to": 999}, status=404)
