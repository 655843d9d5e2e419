"""Photos and documents: sending them, and fetching what people sent."""

from typing import Any

from sandbox.files import BIGGEST_DOWNLOAD, BIGGEST_PHOTO, BIGGEST_UPLOAD, StoredFile
from sandbox.methods.call import Call
from sandbox.methods.messages import caption, deliver
from sandbox.refusals import Refusal, bad

Json = dict[str, Any]
MOST_PIXELS, THINNEST = 10_000, 20
"""A photo's width and height together, and how many times as long as short it may be."""


async def send_photo(call: Call) -> Json:
    """sendPhoto: an upload, or a file_id seen before. Web addresses are refused: nothing is fetched from here."""
    words = caption(call)
    photo = _stored(call, "photo", "photos", BIGGEST_PHOTO)
    if not photo.width:
        raise bad("IMAGE_PROCESS_FAILED")
    long, short = max(photo.width, photo.height), min(photo.width, photo.height)
    if long + short > MOST_PIXELS or long > short * THINNEST:
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return deliver(call, {"photo": [photo.photo_size()], **words})


async def send_document(call: Call) -> Json:
    """sendDocument: an upload, or a file_id seen before."""
    words = caption(call)
    document = _stored(call, "document", "documents", BIGGEST_UPLOAD)
    return deliver(call, {"document": document.document(), **words})


async def get_file(call: Call) -> Json:
    """getFile."""
    stored = call.bot.shelf.by_id(call.text("file_id"))
    if stored is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(stored.upload.data) > BIGGEST_DOWNLOAD:
        raise bad("file is too big")
    return {**stored.shape(), "file_path": stored.path}


def _stored(call: Call, name: str, folder: str, biggest: int) -> StoredFile:
    value = call.params[name]
    if isinstance(value, str):
        if value.startswith(("http://", "https://")):
            raise bad("failed to get HTTP URL content")
        stored = call.bot.shelf.by_id(value)
        if stored is None:
            raise bad("wrong remote file identifier specified: Wrong string length")
        return stored
    if not value.data:
        raise bad("file must be non-empty")
    if len(value.data) > biggest:
        raise Refusal(413) if name == "document" else bad("file of size is too big for a photo")
    return call.bot.shelf.put(value, folder)
