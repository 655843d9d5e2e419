"""Forwards, albums, venues, moving places and edits of the phones over HTTP, beside the rest of /sandbox/phones."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from sandbox import sharing
from sandbox.refusals import PhoneRefusal
from sandbox.telegram import Telegram

Json = dict[str, Any]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ForwardBody(_Body):
    """A message that a phone sees (`phone` left out: one's own), or a `text` by `name` from elsewhere."""

    phone: str = ""
    message_id: int = 0
    name: str = "Somebody"
    text: str = ""


class AlbumBody(_Body):
    """How many sample photos, and the words under the first."""

    photos: int = 3
    caption: str = ""


class PlaceBody(_Body):
    """A place in degrees, the accuracy in metres; live_period: seconds for which it moves."""

    latitude: float
    longitude: float
    horizontal_accuracy: float | None = None
    live_period: int | None = None


class VenueBody(_Body):
    """A place picked from the map."""

    latitude: float
    longitude: float
    title: str
    address: str = ""


class EditBody(_Body):
    """One's own message, and how it reads now."""

    message_id: int
    text: str


class MoveBody(_Body):
    """A place that is shared live, and where the phone is now."""

    message_id: int
    latitude: float
    longitude: float


def sharing_routes(telegram: Telegram) -> APIRouter:
    """Routes for phones, told apart by their id; every one takes ?bot=<username>."""
    api = APIRouter(prefix="/sandbox/phones/{phone}")

    @api.post("/forward")
    async def forward(phone: str, body: ForwardBody, bot: str | None = None) -> Json:
        chat = telegram.chat(phone, bot)
        if body.text:
            return _sent(chat, sharing.forward_text(chat, body.name, body.text))
        seen = telegram.chat(body.phone or phone, bot).entries.get(body.message_id)
        if seen is None:
            raise PhoneRefusal("no such message on that phone", 404)
        return _sent(chat, sharing.forward(chat, seen))

    @api.post("/album")
    async def album(phone: str, body: AlbumBody, bot: str | None = None) -> Json:
        chat = telegram.chat(phone, bot)
        return {"messages": sharing.send_album(chat, body.photos, body.caption), "waiting": len(chat.waiting)}

    @api.post("/location")
    async def location(phone: str, body: PlaceBody, bot: str | None = None) -> Json:
        chat = telegram.chat(phone, bot)
        return _sent(chat, sharing.send_place(chat, body.model_dump(exclude_none=True)))

    @api.post("/venue")
    async def venue(phone: str, body: VenueBody, bot: str | None = None) -> Json:
        chat = telegram.chat(phone, bot)
        place = {"latitude": body.latitude, "longitude": body.longitude}
        return _sent(chat, sharing.send_venue(chat, place, body.title, body.address))

    @api.post("/edit")
    async def edit(phone: str, body: EditBody, bot: str | None = None) -> Json:
        return {"message": sharing.edit(telegram.chat(phone, bot), body.message_id, body.text)}

    @api.post("/move")
    async def move(phone: str, body: MoveBody, bot: str | None = None) -> Json:
        return {"message": sharing.move(telegram.chat(phone, bot), body.message_id, body.latitude, body.longitude)}

    return api


def _sent(chat: Any, message: Json | None) -> Json:
    return {"message": message, "waiting": len(chat.waiting)}
