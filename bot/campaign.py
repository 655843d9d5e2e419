"""What a talk needs to know of the campaign beside the database."""

from __future__ import annotations

from dataclasses import dataclass

from core.targets import Period


@dataclass(frozen=True)
class Campaign:
    """The days of fieldwork, the language spoken first, and the key that receipt codes are made with."""

    period: Period
    language: str
    receipt_key: bytes
