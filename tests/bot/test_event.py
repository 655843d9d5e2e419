"""Updates of Telegram as events."""

from datetime import timedelta
from typing import Any

import pytest

from bot.event import Event, event_of
from tests import updates
from tests.people import ANI, BOT, MORNING

NONE = timedelta(0)


def read(data: dict[str, Any], offset: timedelta = NONE) -> Event | None:
    return event_of(BOT, data, MORNING, offset)


def written(**content: Any) -> dict[str, Any]:
    return updates.message(1, ANI, "Ani", MORNING, **content)


KINDS = {
    "photo": "photo",
    "picture file": "photo",
    "contact": "contact",
    "location": "location",
    "venue": "venue",
    "live location": "live",
    "sticker": "other",
    "voice": "other",
}


@pytest.mark.parametrize(("content", "kind"), KINDS.items(), ids=KINDS.keys())
def test_kinds(content: str, kind: str) -> None:
    event = read(written(**updates.CONTENT[content]))
    assert event is not None
    assert (event.kind, event.text) == (kind, "Warung Bu Sri" if content == "venue" else "")


def test_a_text() -> None:
    assert read(written(text="halo")) == Event(BOT, 1, ANI, "text", MORNING, "halo", message=1)


def test_a_caption_is_kept() -> None:
    event = read(written(**updates.CONTENT["photo"], caption="rumah"))
    assert event is not None
    assert event.text == "rumah"


@pytest.mark.parametrize(
    ("content", "file", "place"),
    [
        ("photo", "LARGE", None),
        ("picture file", "FULL", None),
        ("location", "", (-1.24, 116.88)),
        ("contact", "", None),
        ("voice", "", None),
    ],
)
def test_what_can_be_added_to_a_report(content: str, file: str, place: tuple[float, float] | None) -> None:
    event = read(written(**updates.CONTENT[content]))
    assert event is not None
    assert (event.file, event.place) == (file, place)


def test_a_file_that_is_no_picture_is_none() -> None:
    event = read(written(document={**updates.FILE, "mime_type": "application/pdf"}))
    assert event is not None
    assert (event.kind, event.file) == ("other", "")


def test_a_press_without_its_message() -> None:
    assert read(updates.press(3, ANI, "Ani", "1:k:c")) == Event(
        BOT, 3, ANI, "press", MORNING, press="press-3", data="1:k:c"
    )


@pytest.mark.parametrize(("blocks", "kind"), [(True, "blocked"), (False, "unblocked")])
def test_blocking(blocks: bool, kind: str) -> None:
    event = read(updates.blocking(4, ANI, "Ani", MORNING, blocks=blocks))
    assert event is not None
    assert (event.kind, event.chat) == (kind, ANI)


SENT = {
    "ten minutes ago": (timedelta(minutes=-10), timedelta(minutes=-10)),
    "a day ago": (timedelta(hours=-24), timedelta(hours=-24)),
    "in the future: it arrived now": (timedelta(minutes=10), NONE),
    "two days ago: nobody keeps it so long": (timedelta(days=-2), NONE),
}


@pytest.mark.parametrize(("sent", "believed"), SENT.values(), ids=SENT.keys())
def test_when_it_was_sent(sent: timedelta, believed: timedelta) -> None:
    event = read(updates.message(1, ANI, "Ani", MORNING + sent, text="x"))
    assert event is not None
    assert event.at == MORNING + believed


def test_dates_are_moved_to_the_programs_clock() -> None:
    real = MORNING + timedelta(days=1000)
    event = read(updates.message(1, ANI, "Ani", real, text="x"), offset=timedelta(days=-1000))
    assert event is not None
    assert event.at == MORNING


def _of_a_group() -> dict[str, Any]:
    data = written(text="/lapor")
    data["message"]["chat"] = {"id": -5, "type": "group", "title": "RT"}
    return data


NOBODYS = {
    "a group": _of_a_group(),
    "a live location that moves": updates.edit(1, written(**updates.CONTENT["live location"])["message"], MORNING),
    "a live location that ends": updates.edit(1, written(**updates.CONTENT["location"])["message"], MORNING),
    "a photo that is replaced": updates.edit(1, written(**updates.CONTENT["photo"])["message"], MORNING),
    "a change nobody made": {"update_id": 1, "edited_message": written(text="x")["message"]},
    "an edit in a group": {"update_id": 1, "edited_message": {**_of_a_group()["message"], "edit_date": 1}},
    "a channel": {
        "update_id": 1,
        "channel_post": {"message_id": 1, "date": 1, "chat": {"id": -6, "type": "channel", "title": "x"}, "text": "x"},
    },
    "something new": {"update_id": 1, "something_new": {}},
}


@pytest.mark.parametrize("data", NOBODYS.values(), ids=NOBODYS.keys())
def test_what_nobody_did_in_a_private_chat(data: dict[str, Any]) -> None:
    assert read(data) is None


def test_other_bots_are_not_answered() -> None:
    for update in (written(text="halo"), updates.press(1, ANI, "Ani", "1:k:c")):
        part = update.get("message") or update["callback_query"]
        part["from"]["is_bot"] = True
        assert read(update) is None


@pytest.mark.parametrize("date", [10**13, -(10**13), 2**70, float("nan"), "now", None, [], {}])
def test_a_date_that_is_none_is_when_it_arrived(date: Any) -> None:
    update = written(text="halo")
    update["message"]["date"] = date
    event = read(update)
    assert event is not None
    assert (event.at, event.text) == (MORNING, "halo")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\0b", "ab"),
        ("x\ud800y", "xy"),
        ("🏠 rumah", "🏠 rumah"),
        ("نعم ٤", "نعم ٤"),
        ("e" + "\u0301" * 3000, "e" + "\u0301" * 30),
    ],
)
def test_text_enters_without_what_is_no_character(typed: str, kept: str) -> None:
    event, pressed = read(written(text=typed)), read(updates.press(1, ANI, "Ani", typed))
    assert event is not None
    assert pressed is not None
    assert (event.text, pressed.data) == (kept, kept)


EDITED = {
    "a text": ({"text": "6 S 7"}, "6 S 7"),
    "a caption": ({**updates.CONTENT["photo"], "caption": "rumah 6"}, "rumah 6"),
}


@pytest.mark.parametrize(("content", "text"), EDITED.values(), ids=EDITED.keys())
def test_an_edit(content: dict[str, Any], text: str) -> None:
    """What it says now, when that was written, and when the message was first sent, however long ago."""
    first = updates.message(1, ANI, "Ani", MORNING - timedelta(hours=47), text="6 S 4")["message"]
    del first["text"]
    event = read(updates.edit(2, first, MORNING - timedelta(minutes=1), **content))
    assert event is not None
    assert (event.kind, event.text, event.file, event.place) == ("edit", text, "", None)
    assert (event.at, event.edits) == (MORNING - timedelta(minutes=1), MORNING - timedelta(hours=47))


@pytest.mark.parametrize("date", [10**13, -(10**13), 2**70, float("nan"), "now", None])
def test_an_edit_with_a_wrong_date(date: Any) -> None:
    event = read(updates.edit(2, {**written(text="x")["message"], "date": date}, MORNING))
    assert event is not None
    assert event.edits == MORNING


SOMEBODY = updates.person(9, "Somebody")
WHOSE = {
    "one's own": ({}, ""),
    "an answer to a message": ({"reply_to_message": written(text="13 M", **updates.forwarded(MORNING))["message"]}, ""),
    "an answer to another chat": ({"external_reply": {"origin": {"type": "user"}}, "quote": {"text": "13 M"}}, ""),
    "forwarded": (updates.forwarded(MORNING), "forwarded"),
    "forwarded from a user": ({"forward_origin": {"type": "user", "date": 1, "sender_user": SOMEBODY}}, "forwarded"),
    "forwarded from oneself": (
        {"forward_origin": {"type": "user", "date": 1, "sender_user": updates.person(ANI, "Ani")}},
        "forwarded",
    ),
    "forwarded, as it was told before": ({"forward_from": SOMEBODY, "forward_date": 1}, "forwarded"),
    "forwarded from somebody hidden, before": ({"forward_sender_name": "Somebody", "forward_date": 1}, "forwarded"),
    "in the name of a channel": ({"sender_chat": {"id": -6, "type": "channel", "title": "x"}}, "forwarded"),
    "made by a bot": ({"via_bot": {"id": 3, "is_bot": True, "first_name": "Gif"}}, "bot"),
}


@pytest.mark.parametrize("content", [{"text": "12 S 4"}, {**updates.CONTENT["photo"], "caption": "12 S 4"}])
@pytest.mark.parametrize(("more", "whose"), WHOSE.values(), ids=WHOSE.keys())
def test_whose_words_they_are(content: dict[str, Any], more: dict[str, Any], whose: str) -> None:
    event = read(written(**content, **more))
    assert event is not None
    assert (event.whose, event.text) == (whose, "12 S 4")


def test_an_album() -> None:
    event = read(written(**updates.CONTENT["photo"], media_group_id="13579"))
    assert event is not None
    assert event.album == "13579"
