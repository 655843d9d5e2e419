"""People with phones: they type, press and read through the sandbox's HTTP control API, as its page does."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import httpx2

T = TypeVar("T")
PATIENCE = 45.0
"""Seconds until a test gives up waiting. Nothing takes this long; a busy machine may."""


def until(look: Callable[[], T], what: str, seconds: float = PATIENCE) -> T:
    """The first true answer of `look`; fails when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.02)
    return found


def said(message: dict[str, Any]) -> str:
    """A message's words; a file has them below it."""
    return str(message.get("text") or message.get("caption", ""))


class Phone:
    """One person's phone. It remembers how far its owner has read, so that every message is read once."""

    def __init__(self, http: httpx2.Client, name: str) -> None:
        self.http, self.name = http, name
        self.read_to = 0
        self.edits_read: dict[int, int] = {}

    @property
    def user_id(self) -> int:
        """Telegram's id of the owner, which is also the chat's."""
        answer = self.http.get(f"/sandbox/phones/{self.name}")
        return int(answer.json()["phone"]["user_id"])

    def messages(self) -> list[dict[str, Any]]:
        """What the phone shows, oldest first."""
        answer = self.http.get(f"/sandbox/phones/{self.name}")
        assert answer.status_code == 200, answer.text
        shown = answer.json()["messages"]
        return [{**entry["message"], "from_bot": entry["from_bot"], "edits": entry["edits"]} for entry in shown]

    def told(self, words: str = "") -> list[str]:
        """Everything the bot has written here with these words in it, oldest first."""
        return [said(m) for m in self.messages() if m["from_bot"] and words in said(m)]

    def hear(self, words: str = "", seconds: float = PATIENCE) -> str:
        """The next message of the bot with these words in it, new or edited, waited for; what stands before counts as
        read.
        """

        def look() -> dict[str, Any] | None:
            fresh = (m for m in self.messages() if m["from_bot"] and self._is_fresh(m))
            return next((m for m in fresh if words in said(m)), None)

        try:
            message = until(look, f"{words!r} on {self.name}'s phone", seconds)
        except AssertionError as problem:
            raise AssertionError(f"{problem}; the last messages were {self.told()[-3:]}") from None
        self.read_to = max(self.read_to, message["message_id"])
        self.edits_read[message["message_id"]] = message["edits"]
        return said(message)

    def _is_fresh(self, message: dict[str, Any]) -> bool:
        """Whether it was not read yet, as it stands there now."""
        number = message["message_id"]
        return number > self.read_to or message["edits"] > self.edits_read.get(number, 0)

    def files(self) -> dict[str, bytes]:
        """The bot's files: documents by their names, and the last picture as "photo"."""
        found = {}
        for message in (m for m in self.messages() if m["from_bot"]):
            for file in [*message.get("photo", []), *([message["document"]] if "document" in message else [])]:
                content = self.http.get(f"/sandbox/files/{message['from']['username']}/{file['file_id']}").content
                found[file.get("file_name", "photo")] = content
        return found

    def type(self, text: str) -> None:
        """Type a text and send it."""
        self.read_to = max(self.read_to, self._do("text", text=text)["message"]["message_id"])

    def say(self, text: str, hears: str = "") -> str:
        """Type a text; the answer."""
        self.type(text)
        return self.hear(hears)

    def photograph(self, hears: str = "") -> str:
        """Take a photo and send it; the answer."""
        self.read_to = max(self.read_to, self._do("photo")["message"]["message_id"])
        return self.hear(hears)

    def stand_at(self, latitude: float, longitude: float, hears: str = "") -> str:
        """Send the place where the phone is; the answer."""
        sent = self._do("location", latitude=latitude, longitude=longitude)
        self.read_to = max(self.read_to, sent["message"]["message_id"])
        return self.hear(hears)

    def open(self, link: str, hears: str = "") -> str:
        """Open a link to the bot; the answer."""
        self.read_to = max(self.read_to, self._do("open", link=link)["message"]["message_id"])
        return self.hear(hears)

    def tap(self, title: str, wait: float = PATIENCE) -> bool:
        """Press the newest button that begins with this title; whether the bot stopped its spinner."""
        message_id, data = self.button(title)
        return bool(self._do("press", message_id=message_id, data=data, wait=wait)["answered"])

    def press(self, title: str, hears: str = "") -> str:
        """Press a button; the answer."""
        self.tap(title)
        return self.hear(hears)

    def button(self, title: str) -> tuple[int, str]:
        """The message and the data of the newest button that begins with this title."""
        for message in reversed(self.messages()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"].startswith(title):
                        return int(message["message_id"]), str(button["callback_data"])
        raise AssertionError(f"no button {title!r} on {self.name}'s phone")

    def keyboard(self) -> list[str]:
        """The keyboard in place of the phone's own."""
        state = self.http.get(f"/sandbox/phones/{self.name}").json()["state"]
        return [key["text"] for row in (state["keyboard"] or {"keyboard": []})["keyboard"] for key in row]

    def block(self) -> None:
        """Block the bot."""
        self._do("block")

    def unblock(self) -> None:
        """Let the bot in again."""
        self._do("unblock")

    def _do(self, what: str, **body: Any) -> dict[str, Any]:
        answer = self.http.post(f"/sandbox/phones/{self.name}/{what}", json=body)
        assert answer.status_code == 200, answer.text
        done: dict[str, Any] = answer.json()
        return done


class Telegram:
    """The local Telegram from outside: its phones, its log of calls and its faults."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx2.Client(base_url=url, timeout=PATIENCE + 15)

    def phone(self, name: str) -> Phone:
        """The phone of this id."""
        return Phone(self.http, name)

    def calls(self, method: str) -> list[dict[str, Any]]:
        """Every call of this method so far, successful or not."""
        logged: list[dict[str, Any]] = self.http.get("/sandbox/calls", params={"method": method}).json()
        return logged

    def misbehave(self, **faults: Any) -> None:
        """Switch faults on."""
        assert self.http.post("/sandbox/faults", json=faults).status_code == 200

    def behave(self) -> None:
        """Switch all faults off."""
        assert self.http.delete("/sandbox/faults").status_code == 200
