"""Files that bots and phones have sent: kept in memory, found by id or by path."""

import mimetypes
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BIGGEST_PHOTO = 10 * 1024 * 1024
BIGGEST_UPLOAD = 50 * 1024 * 1024
BIGGEST_DOWNLOAD = 20 * 1024 * 1024

_SAMPLES = ("sample_90.jpg", "sample_320.jpg", "sample_800.jpg")


@dataclass(frozen=True)
class Upload:
    """Bytes on their way in, with the name and type that the sender gave."""

    data: bytes
    name: str = ""
    mime: str = ""


@dataclass(frozen=True)
class StoredFile:
    """One file as a bot may fetch it; width and height are pixels, 0 when it is no picture."""

    id: str
    unique_id: str
    path: str
    upload: Upload
    width: int = 0
    height: int = 0

    def shape(self) -> dict[str, Any]:
        """The fields that Telegram's file types share."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.upload.data)}

    def photo_size(self) -> dict[str, Any]:
        """Telegram's PhotoSize."""
        return {**self.shape(), "width": self.width, "height": self.height}

    def document(self) -> dict[str, Any]:
        """Telegram's Document."""
        return {**self.shape(), "file_name": self.upload.name, "mime_type": self.upload.mime}


class Shelf:
    """The files one bot has seen."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def put(self, upload: Upload, folder: str) -> StoredFile:
        """Keep the upload under a fresh id and path."""
        suffix = Path(upload.name).suffix or mimetypes.guess_extension(upload.mime) or ".bin"
        mime = upload.mime or mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
        name = upload.name or f"file{suffix}"
        width, height = image_size(upload.data) or (0, 0)
        stored = StoredFile(
            id=f"SBX{secrets.token_urlsafe(30)}",
            unique_id=secrets.token_hex(8),
            path=f"{folder}/file_{len(self._by_id)}{suffix}",
            upload=Upload(upload.data, name, mime),
            width=width,
            height=height,
        )
        self._by_id[stored.id] = self._by_path[stored.path] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile | None:
        """The file of this id."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """The file that getFile gave this path to."""
        return self._by_path.get(path)


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a JPEG or PNG, None when the bytes are neither."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        kind, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + size
    return None


def sample_photo() -> list[Upload]:
    """A picture of a house in three sizes, smallest first: what a phone's camera sees here."""
    folder = Path(__file__).parent / "static"
    return [Upload((folder / name).read_bytes(), name, "image/jpeg") for name in _SAMPLES]
