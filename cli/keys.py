"""The secret key: a key of its own for each purpose, and whether it is the one that the database lives by."""

from __future__ import annotations

import hashlib
import hmac

from cli.settings import Settings, SettingsError
from db.bots import bots
from db.engine.deployment import KEY, fact, first_fact
from db.engine.work import Database, ReadWork
from running.sealing import Seal, SealBroken

OTHER_KEY = (
    "CATAT_SECRET_KEY is not the key this database was made with, and receipt codes and hashes of cards would differ"
    " from now on: put the old key back (docs/operate.md, Keys)"
)


def derived_key(settings: Settings, purpose: str) -> bytes:
    """A key of its own for each purpose, made from the one secret."""
    secret = (settings.secret_key or "").encode()
    return hmac.new(secret, purpose.encode(), hashlib.sha256).digest()


def seal_of(settings: Settings) -> Seal:
    """What tokens are sealed with."""
    return Seal(derived_key(settings, "tokens"))


def fingerprint(settings: Settings) -> str:
    """What tells one key from another, and nothing of either."""
    return derived_key(settings, "fingerprint").hex()


def is_other_key(work: ReadWork, settings: Settings) -> bool:
    """Whether the key of the settings is not the one of the database; False where one of the two is missing.

    A database of an earlier release knows no fingerprint: there the key has to open one of the bots' tokens.
    """
    if settings.secret_key is None:
        return False
    known = fact(work, KEY)
    if known is not None:
        return not hmac.compare_digest(known, fingerprint(settings))
    rows, seal = bots(work), seal_of(settings)
    return bool(rows) and not any(opens(seal, row.token_sealed) for row in rows)


def opens(seal: Seal, sealed: str) -> bool:
    """Whether a text was sealed with this key."""
    try:
        seal.open(sealed)
    except SealBroken:
        return False
    return True


def check_key(settings: Settings, database: Database) -> None:
    """SettingsError when the database lives by another key; the first key it sees is its own."""
    with database.read() as work:
        other, known = is_other_key(work, settings), fact(work, KEY)
    if not other and known is None and settings.secret_key is not None:
        mine = fingerprint(settings)
        kept = database.write(lambda work: first_fact(work, KEY, mine))  # somebody else may have come first
        other = not hmac.compare_digest(kept, mine)
    if other:
        raise SettingsError(OTHER_KEY)
