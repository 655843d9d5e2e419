"""The office's own texts: whether each of them may be said."""

from __future__ import annotations

from collections.abc import Iterator

from cli.checks.finding import Finding, look, ok, wrong
from cli.office_texts import Fault, read_office_texts
from cli.settings import Settings, SettingsError
from cli.texts import office_folder
from delivery.letter_text import read_templates

CHECK = "texts"


def check_contact(settings: Settings) -> Finding:
    """Whether citizens, RTs and officers are told how the office is reached."""
    if settings.contact:
        return ok("contact", settings.contact)
    told = "CATAT_CONTACT is empty; citizens are given the telephones of officers with the role bps, if there are any"
    return look("contact", told, "set it to the name and the telephone of the office")


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
    letters, more = read_templates(folder)
    faults += [Fault(name, "", why) for name, why in more]
    for fault in faults:
        yield wrong(CHECK, str(fault), "mend it and start again; until then our text is said")
    if not faults:
        written = f"; its letters: {', '.join(sorted(letters))}" if letters else ""
        yield ok(CHECK, f"those of {folder} are said: {', '.join(sorted(changed)) or 'none'}{written}")
