"""The office's own texts (CATAT_TEXTS): read and checked at start, and by the doctor."""

from __future__ import annotations

from pathlib import Path

import structlog

from cli.office_texts import Fault, read_office_texts
from cli.settings import Settings, SettingsError
from delivery import letter_text
from wording.texts import speak

log = structlog.get_logger()


def office_folder(settings: Settings) -> Path | None:
    """The folder with the office's texts, if there is one; SettingsError when it cannot be found."""
    if not settings.texts:
        return None
    folder = Path(settings.texts)
    if not folder.is_dir():
        raise SettingsError(f"CATAT_TEXTS: there is no folder {settings.texts}")
    return folder


def speak_office_texts(settings: Settings) -> list[Fault]:
    """Say the office's texts from now on. What is wrong with them is logged, and ours are said instead."""
    folder = office_folder(settings)
    changed, faults = read_office_texts(folder) if folder else ({}, [])
    speak(changed)
    letters, more = letter_text.read_templates(folder) if folder else ({}, [])
    letter_text.use(letters)
    faults += [Fault(name, "", why) for name, why in more]
    for fault in faults:
        log.error("office_text_refused", file=fault.file, key=fault.key, why=fault.why)
    return faults
