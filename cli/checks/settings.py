"""The settings: which are in force where they differ from the defaults, and which names are none."""

from __future__ import annotations

from collections.abc import Iterator

from cli.checks.finding import Finding, look, ok
from cli.settings import PREFIX, SECRETS, Settings, no_settings


def check_settings(settings: Settings) -> Iterator[Finding]:
    """What is in force; and names that look like settings, which change nothing."""
    told = [f"{PREFIX}{name.upper()}={_shown(name, settings)}" for name in sorted(settings.model_fields_set)]
    yield ok("settings", "\n".join(told) or "all by default")
    if strange := list(no_settings()):
        yield look("settings", f"no settings, and not read: {', '.join(strange)}", "unset them, or mend their names")


def _shown(name: str, settings: Settings) -> str:
    value = getattr(settings, name)
    if value in (None, ""):
        return ""
    return "(secret)" if name in SECRETS else str(value)
