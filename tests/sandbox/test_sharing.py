"""Forwards, albums, venues, moving places and edits, as the bot gets them."""

from typing import Any

import pytest
from telegram import Bot, Update

from tests.sandbox.conftest import ANI, TOKEN, Bench

BUDI = ANI + 1
PLACE = {"latitude": -1.25, "longitude": 116.85}


async def updates(bench: Bench) -> list[dict[str, Any]]:
    """All that the bot has not confirmed; each can be read by python-telegram-bot."""
    told: list[dict[str, Any]] = await bench.ok("getUpdates")
    for update in told:
        assert Update.de_json(update, Bot(TOKEN)).effective_message is not None
    return told


async def last(bench: Bench, kind: str = "message") -> dict[str, Any]:
    """The newest update, of this kind."""
    found: dict[str, Any] = (await updates(bench))[-1][kind]
    return found


async def test_a_message_of_another_phone_is_forwarded(bench: Bench) -> None:
    written = (await bench.phone("budi/photo", {"caption": "12 S 4"}))["message"]
    await bench.phone("ani/forward", {"phone": "budi", "message_id": written["message_id"]})
    got = await last(bench)
    assert (got["from"]["id"], got["caption"], got["photo"]) == (ANI, "12 S 4", written["photo"])
    assert got["forward_origin"] == {"type": "user", "date": written["date"], "sender_user": written["from"]}
    assert got["forward_origin"]["sender_user"]["id"] == BUDI
    again = (await bench.phone("citra/forward", {"phone": "ani", "message_id": got["message_id"]}))["message"]
    assert again["forward_origin"] == got["forward_origin"]
    await bench.phone("ani/forward", {"phone": "budi", "message_id": 99}, status=404)


async def test_a_line_from_elsewhere_is_forwarded(bench: Bench) -> None:
    await bench.phone("ani/forward", {"name": "Dewi", "text": "/lapor 12"})
    got = await last(bench)
    origin = got["forward_origin"]
    assert (got["text"], origin["type"], origin["sender_user_name"]) == ("/lapor 12", "hidden_user", "Dewi")
    assert got["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    await bench.phone("ani/forward", {"text": "x" * 4097}, status=400)


async def test_an_album(bench: Bench) -> None:
    sent = (await bench.phone("ani/album", {"photos": 3, "caption": "12"}))["messages"]
    got = [update["message"] for update in await updates(bench)]
    assert got[-3:] == sent
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [message.get("caption") for message in sent] == ["12", None, None]
    assert len({message["photo"][-1]["file_id"] for message in sent}) == 3
    for number in (1, 11):
        await bench.phone("ani/album", {"photos": number}, status=400)


async def test_a_venue_tells_its_location_twice(bench: Bench) -> None:
    await bench.phone("ani/venue", {**PLACE, "title": "Warung", "address": "Jl. Mangga"})
    got = await last(bench)
    assert got["location"] == got["venue"]["location"] == PLACE
    assert (got["venue"]["title"], got["venue"]["address"]) == ("Warung", "Jl. Mangga")


async def test_a_live_location_moves(bench: Bench) -> None:
    shared = (await bench.phone("ani/location", {**PLACE, "live_period": 900}))["message"]
    await bench.phone("ani/move", {"message_id": shared["message_id"], "latitude": -1.3, "longitude": 116.9})
    got = await last(bench, "edited_message")
    assert (got["message_id"], got["date"]) == (shared["message_id"], shared["date"])
    assert got["location"] == {"latitude": -1.3, "longitude": 116.9, "live_period": 900}
    assert got["edit_date"] >= got["date"]
    still = (await bench.phone("ani/location", PLACE))["message"]
    await bench.phone("ani/move", {"message_id": still["message_id"], **PLACE}, status=409)
    await bench.phone("ani/location", {**PLACE, "live_period": 59}, status=400)


async def test_an_edit(bench: Bench) -> None:
    written = (await bench.phone("ani/text", {"text": "/lapor 6"}))["message"]
    await bench.phone("ani/edit", {"message_id": written["message_id"], "text": "6 S 7"})
    got = await last(bench, "edited_message")
    assert (got["text"], got["message_id"], got["date"]) == ("6 S 7", written["message_id"], written["date"])
    assert "entities" not in got
    assert (await bench.screen("ani"))[-1]["text"] == "6 S 7"
    photo = (await bench.phone("ani/photo", {"caption": "6"}))["message"]
    await bench.phone("ani/edit", {"message_id": photo["message_id"], "text": "7"})
    assert (await last(bench, "edited_message"))["caption"] == "7"


async def test_what_cannot_be_edited(bench: Bench) -> None:
    written = (await bench.phone("ani/text", {"text": "6 S 4"}))["message"]["message_id"]
    others = (await bench.phone("ani/forward", {"text": "12 S 4"}))["message"]["message_id"]
    place = (await bench.phone("ani/location", PLACE))["message"]["message_id"]
    asked = (await bench.ok("sendMessage", chat_id=ANI, text="?"))["message_id"]
    refused = [(written, "6 S 4", 409), (written, " ", 400), (others, "x", 409), (place, "x", 409)]
    refused += [(asked, "x", 404), (99, "x", 404), (written, "x" * 4097, 400)]
    for message, text, status in refused:
        await bench.phone("ani/edit", {"message_id": message, "text": text}, status=status)
    await bench.phone("ani/offline")
    await bench.phone("ani/edit", {"message_id": written, "text": "6 S 7"}, status=409)


@pytest.mark.parametrize("allowed", [["message"], ["message", "edited_message"]])
async def test_only_who_asks_for_edits_gets_them(bench: Bench, allowed: list[str]) -> None:
    await bench.ok("getUpdates", allowed_updates=allowed)
    written = (await bench.phone("ani/text", {"text": "6 S 4"}))["message"]["message_id"]
    await bench.phone("ani/edit", {"message_id": written, "text": "6 S 7"})
    kinds = {kind for update in await bench.ok("getUpdates") for kind in update}
    assert ("edited_message" in kinds) is ("edited_message" in allowed)
