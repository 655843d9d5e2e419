"""What Telegram refuses, the sandbox refuses, with the same codes and words."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.app import create_app
from sandbox.limits import Limits
from sandbox.server import SandboxServer
from tests.sandbox.conftest import ACCOUNTS, ANI, TOKEN, Bench

BUDI = ANI + 1
LONG = "x" * 4097
LONG_UTF16 = "\N{HOUSE WITH GARDEN}" * 2049
OK_BUTTON = {"text": "Yes", "callback_data": "y"}


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    """One for all cases: what is refused leaves no trace."""
    with SandboxServer(create_app(ACCOUNTS, limits=Limits.off())) as running:
        yield running


def inline(*buttons: object) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def sent(**params: Any) -> dict[str, Any]:
    return {"chat_id": ANI, "text": "Hello", **params}


def html(text: str) -> dict[str, Any]:
    return sent(text=text, parse_mode="HTML")


def commands(name: str, description: str, times: int = 1) -> dict[str, Any]:
    return {"commands": [{"command": name, "description": description}] * times}


CASES = [
    ("unknown method", "sendPigeon", {}, 404, "Not Found"),
    ("no chat", "sendMessage", {"text": "Hello"}, 400, "chat_id is empty"),
    ("no text", "sendMessage", {"chat_id": ANI}, 400, "message text is empty"),
    ("blank text", "sendMessage", sent(text="  \n "), 400, "message text is empty"),
    ("only empty tags", "sendMessage", html("<b></b>"), 400, "message text is empty"),
    ("long text", "sendMessage", sent(text=LONG), 400, "message is too long"),
    ("long in UTF-16", "sendMessage", sent(text=LONG_UTF16), 400, "message is too long"),
    ("unknown parameter", "sendMessage", sent(colour="red"), 400, 'unknown parameter "colour"'),
    ("wrong type", "sendMessage", sent(disable_notification="maybe"), 400, "must be of type Boolean"),
    ("unknown mode", "sendMessage", sent(parse_mode="BBCode"), 400, "unsupported parse_mode"),
    ("unclosed tag", "sendMessage", html("<b>x"), 400, "can't parse entities: Can't find end tag"),
    ("unknown tag", "sendMessage", html("<h1>x</h1>"), 400, 'Unsupported start tag "h1" at byte offset 0'),
    ("badly nested", "sendMessage", html("<b><i>x</b></i>"), 400, 'expected "</i>", found "</b>"'),
    ("end without start", "sendMessage", html("é</b>"), 400, "Unexpected end tag at byte offset 2"),
    ("bare <", "sendMessage", html("1 < 2"), 400, "can't parse entities"),
    ("bare &", "sendMessage", html("a & b"), 400, "can't parse entities"),
    ("nobody wrote", "sendMessage", sent(chat_id=BUDI), 400, "chat not found"),
    ("a name for a chat", "sendMessage", sent(chat_id="@ani"), 400, "chat not found"),
    ("markup is no JSON", "sendMessage", sent(reply_markup="{"), 400, "can't parse reply keyboard markup JSON"),
    ("markup is no object", "sendMessage", sent(reply_markup="[]"), 400, "object expected as reply markup"),
    ("two markups", "sendMessage", sent(reply_markup={"force_reply": True, "keyboard": []}), 400, "exactly one"),
    ("no buttons", "sendMessage", sent(reply_markup={"inline_keyboard": []}), 400, "no buttons"),
    ("empty row", "sendMessage", sent(reply_markup={"inline_keyboard": [[]]}), 400, "empty row"),
    ("empty keyboard", "sendMessage", sent(reply_markup={"keyboard": []}), 400, "no buttons"),
    ("blank key", "sendMessage", sent(reply_markup={"keyboard": [[" "]]}), 400, "must be non-empty"),
    ("blank button", "sendMessage", sent(reply_markup=inline({**OK_BUTTON, "text": ""})), 400, "must be non-empty"),
    ("button does nothing", "sendMessage", sent(reply_markup=inline({"text": "x"})), 400, "Text buttons are unallowed"),
    (
        "callback data of 65 bytes",
        "sendMessage",
        sent(reply_markup=inline({"text": "x", "callback_data": "é" * 32 + "x"})),
        400,
        "BUTTON_DATA_INVALID",
    ),
    ("flat keyboard", "sendMessage", sent(reply_markup={"keyboard": ["x"]}), 400, "Array of Arrays"),
    ("reply to nothing", "sendMessage", sent(reply_parameters={"message_id": 99}), 400, "to be replied not found"),
    ("edit nothing", "editMessageText", sent(message_id=99), 400, "message to edit not found"),
    ("edit the person's", "editMessageText", sent(message_id=1), 400, "message can't be edited"),
    ("edit without id", "editMessageText", sent(), 400, "message identifier is not specified"),
    ("delete nothing", "deleteMessage", {"chat_id": ANI, "message_id": 99}, 400, "message to delete not found"),
    ("unknown press", "answerCallbackQuery", {"callback_query_id": "1"}, 400, "query is too old and response timeout"),
    ("long answer", "answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, 400, "MESSAGE_TOO_LONG"),
    ("no photo", "sendPhoto", {"chat_id": ANI}, 400, "there is no photo in the request"),
    ("strange photo id", "sendPhoto", {"chat_id": ANI, "photo": "abc"}, 400, "wrong remote file identifier"),
    ("strange file", "getFile", {"file_id": "abc"}, 400, "wrong file_id"),
    ("off the globe", "sendLocation", {"chat_id": ANI, "latitude": 91, "longitude": 0}, 400, "latitude"),
    ("strange action", "sendChatAction", {"chat_id": ANI, "action": "sleep"}, 400, "wrong parameter action"),
    ("command in capitals", "setMyCommands", commands("Go", "x"), 400, "BOT_COMMAND_INVALID"),
    ("no description", "setMyCommands", commands("go", ""), 400, "DESCRIPTION_INVALID"),
    ("101 commands", "setMyCommands", commands("go", "x", 101), 400, "TOO_MUCH"),
    ("strange language", "setMyName", {"name": "x", "language_code": "Indonesian"}, 400, "LANG_CODE_INVALID"),
    ("bad webhook", "setWebhook", {"url": "ftp://x"}, 400, "bad webhook"),
    ("bad secret", "setWebhook", {"url": "http://localhost/x", "secret_token": "a b"}, 400, "secret token"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "params", "code", "words"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
async def test_refused(bench: Bench, method: str, params: dict[str, Any], code: int, words: str) -> None:
    told = await bench.call(method, **params)
    assert told["error_code"] == code, told
    assert words in told["description"]


@pytest.mark.parametrize(("token", "code"), [("4711:not-this-one", 401), ("nonsense", 404)])
async def test_wrong_tokens(bench: Bench, token: str, code: int) -> None:
    assert (await bench.call("getMe", token=token))["error_code"] == code


async def test_what_is_just_allowed(bench: Bench) -> None:
    await bench.ok("sendMessage", chat_id=ANI, text="x" * 4096)
    await bench.ok("sendMessage", chat_id=str(ANI), text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    exactly = inline({"text": "x", "callback_data": "é" * 32})
    assert (await bench.ok("SENDMESSAGE", chat_id=ANI, text="x", reply_markup=exactly))["reply_markup"] == exactly


async def test_an_edit_that_changes_nothing_is_refused(bench: Bench) -> None:
    markup = inline(OK_BUTTON)
    made = await bench.ok("sendMessage", chat_id=ANI, text="<b>Hello</b>", parse_mode="HTML", reply_markup=markup)
    same = {"chat_id": ANI, "message_id": made["message_id"], "reply_markup": markup}
    told = await bench.call("editMessageText", text="<b>Hello</b>", parse_mode="HTML", **same)
    assert "message is not modified" in told["description"]
    assert "message is not modified" in (await bench.call("editMessageReplyMarkup", **same))["description"]
    plain = await bench.ok("editMessageText", text="Hello", **same)
    assert "entities" not in plain
    del same["reply_markup"]
    assert "reply_markup" not in await bench.ok("editMessageText", text="Bye", **same)


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(bench: Bench) -> None:
    made = await bench.ok("sendMessage", **sent(reply_markup={"keyboard": [["Yes"]]}))
    told = await bench.call("editMessageText", **sent(text="New", message_id=made["message_id"]))
    assert told["description"] == "Bad Request: message can't be edited"


async def test_captions(bench: Bench) -> None:
    file = {"document": ("recap.csv", b"a,b\n")}
    form = {"chat_id": str(ANI), "caption": "x" * 1025}
    told = (await bench.http.post(f"/bot{TOKEN}/sendDocument", data=form, files=file)).json()
    assert told["description"] == "Bad Request: message caption is too long"
    told = (
        await bench.http.post(
            f"/bot{TOKEN}/sendDocument", data={**form, "caption": "<b>x</b>", "parse_mode": "HTML"}, files=file
        )
    ).json()
    assert told["result"]["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1}]


def png(width: int, height: int) -> bytes:
    """As much of a picture as tells its size."""
    return b"\x89PNG\r\n\x1a\n" + bytes(8) + width.to_bytes(4, "big") + height.to_bytes(4, "big")


PICTURES = [
    ("a picture for a phone", png(1080, 1350), ""),
    ("the largest", png(5000, 5000), ""),
    ("too large", png(5000, 5001), "PHOTO_INVALID_DIMENSIONS"),
    ("too thin", png(100, 2001), "PHOTO_INVALID_DIMENSIONS"),
    ("no picture", b"a,b", "IMAGE_PROCESS_FAILED"),
    ("nothing", b"", "file must be non-empty"),
]


@pytest.mark.parametrize(("picture", "refused"), [c[1:] for c in PICTURES], ids=[c[0] for c in PICTURES])
async def test_pictures(bench: Bench, picture: bytes, refused: str) -> None:
    form, files = {"chat_id": str(ANI)}, {"photo": ("a.png", picture)}
    told = (await bench.http.post(f"/bot{TOKEN}/sendPhoto", data=form, files=files)).json()
    assert told.get("description", "") == (f"Bad Request: {refused}" if refused else "")


async def test_blocked(bench: Bench) -> None:
    await bench.phone("ani/block")
    told = await bench.call("sendMessage", **sent())
    assert told == {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    assert (await bench.phone("ani/text", {"text": "Hello"}, status=409))["error"].startswith("the bot is blocked")
    await bench.phone("ani/unblock")
    await bench.ok("sendMessage", **sent())
    changes = [u["my_chat_member"]["new_chat_member"]["status"] for u in (await bench.ok("getUpdates"))[1:]]
    assert changes == ["kicked", "member"]
