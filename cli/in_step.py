"""Whether all processes run by the same settings: each notes a digest of every setting that has to be alike.

A digest is keyed by the secret key, so that it tells whether two values are the same, and nothing of either.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cli.keys import derived_key
from cli.settings import PREFIX, Settings

ALIKE = ("telegram_url", "telegram_per_second", "language", "contact", "review", "texts", "clock")
"""Settings that mean the same to every process; the days, the ladders and what is in ONCE beside them."""
ONCE = ("bot_token", "webhook_url", "webhook_secret")
"""Settings that a process may do without; two that have them have the same."""
DIGITS = 16


def digests(settings: Settings) -> dict[str, str]:
    """A digest of each setting that has to be alike, by its name; of one in ONCE only where it is set."""
    period, key = settings.fieldwork(), derived_key(settings, "settings")
    values: dict[str, object] = {name: getattr(settings, name) for name in ALIKE}
    values |= {name: value for name in ONCE if (value := getattr(settings, name))}
    values["period"], values["days_off"] = (period.start, period.end), sorted(period.off)
    values["ladders"] = Path(settings.ladders).read_bytes() if settings.ladders else None
    return {name: hmac.new(key, f"{name}={value!r}".encode(), hashlib.sha256).hexdigest()[:DIGITS]
            for name, value in values.items()}  # fmt: skip


def other_than(mine: Mapping[str, str], noted: Mapping[str, str]) -> list[str]:
    """The environment's names of the settings that both have and that differ, in order."""
    return [f"{PREFIX}{name.upper()}" for name in sorted(mine) if name in noted and noted[name] != mine[name]]


def out_of_step(rows: Sequence[Any]) -> dict[str, list[list[str]]]:
    """Settings that differ between processes: those that agree stand together. rows: with id and settings."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        for name, digest in (row.settings or {}).items():
            found.setdefault(f"{PREFIX}{name.upper()}", {}).setdefault(digest, []).append(row.id)
    return {name: sorted(groups.values()) for name, groups in sorted(found.items()) if len(groups) > 1}
