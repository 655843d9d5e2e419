"""The person of a chat, as the talks know them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.areas import WIB
from core.campaign import Campaign
from core.people.person import Caller, Role
from core.people.training import list_of


def caller_of(row: Any, campaign: Campaign, at: datetime) -> Caller:
    """The person of a chat's row, at the instant of a message."""
    role = Role(row.role) if row.role else Role.CITIZEN
    language = row.language or campaign.language
    trains = row.officer if row.training and role is Role.PPL else None
    officer = list_of(trains) if trains else row.officer
    return Caller(role, language, at, ZoneInfo(row.zone or WIB), officer, row.name or "", trains)
