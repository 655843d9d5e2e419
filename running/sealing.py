"""Sealing: bot tokens and webhook secrets are encrypted in the database, with a key from the environment."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken


class SealBroken(Exception):
    """Something was sealed with another CATAT_SECRET_KEY."""


class Seal:
    """Encrypts and opens short texts with one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def close(self, text: str) -> str:
        """The sealed form."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text; SealBroken when another key sealed it."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise SealBroken from None


def id_of(token: str) -> int:
    """The bot's own id, which its token begins with: known even while Telegram is away."""
    return int(token.partition(":")[0])
