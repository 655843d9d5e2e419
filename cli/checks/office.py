"""The office's own texts: whether each of them may be said."""

from __future__ import annotations

from collections.abc import Iterator

from bot.office_texts import read_office_texts
from cli.checks.finding import Finding, ok, wrong
from cli.settings import Settings, SettingsError
from cli.texts import office_folder

CHECK = "texts"


def check_office_texts(settings: Settings) -> Iterator[Finding]:
    """Nothing without CATAT_TEXTS; else a finding for each fault."""
    try:
        folder = office_folder(settings)
    except SettingsError as error:
        yield wrong(CHECK, str(error), "make it, or leave CATAT_TEXTS out")
        return
    if folder is None:
        return
    changed, faults = read_office_texts(folder)
    for fault in faults:
        yield wrong(CHECK, str(fault), "mend it and start again; until then our text is said")
    if not faults:
        yield ok(CHECK, f"those of {folder} are said: {', '.join(sorted(changed)) or 'none'}")
