"""The text of a letter: a template of ours or of the office (CATAT_TEXTS), filled with the facts of one letter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import structlog
from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.people.citizens import LANGUAGES

log = structlog.get_logger()
NAMES = {f"letter.{language}.txt": language for language in LANGUAGES}
"""The files, here and in the office's folder."""
LONGEST = 20_000
"""Characters of a template, and of a filled one."""
EXAMPLE: dict[str, Any] = {
    "training": False,
    "number": "S-1",
    "date": "20 Oktober 2022",
    "office": "Kota Balikpapan",
    "to": "Ketua RT 001",
    "place": "RT 001",
    "around": "Gunung Bahagia, Balikpapan Selatan",
    "households": 60,
    "done": 12,
    "until": "14 November 2022",
    "addresses": ["Jl. Mangga No. 1", "Jl. Mangga No. 2"],
    "answer_by": "23 Oktober 2022",
    "officer": "Ani",
    "officer_id": "PPL-0001",
    "role": "PPL (petugas pendataan)",
    "supervisor": "Budi",
    "supervisor_role": "PML (pemeriksa)",
    "supervisor_phone": "0812345678",
    "contact": "0542-123456",
    "bot": "catat_bot",
}
"""Everything that a template may say. Empty when it is not known: office, around, the supervisor's, contact, bot."""
OFFICES: dict[str, Template] = {}
"""By language: the office's templates."""


def write_text(facts: Mapping[str, Any], language: str) -> str:
    """The text of a letter. An office's template that cannot be filled gives way to ours."""
    theirs = OFFICES.get(language)
    if theirs is not None:
        try:
            return _filled(theirs, facts)
        except (TemplateError, ValueError, TypeError, ArithmeticError, LookupError, AttributeError) as error:
            log.warning("office_letter_failed", language=language, error=type(error).__name__)
    return _filled(_ours(language), facts)


def read_templates(folder: Path) -> tuple[dict[str, Template], list[tuple[str, str]]]:
    """The office's templates by language, and file and fault of those that will not do."""
    found: dict[str, Template] = {}
    faults = []
    for name, language in NAMES.items():
        if (folder / name).exists():
            try:
                found[language] = _tried((folder / name).read_text(encoding="utf-8-sig"))
            except UnicodeDecodeError:
                faults.append((name, "is not UTF-8: save it as UTF-8"))
            except OSError as error:
                faults.append((name, f"cannot be read ({error.strerror})"))
            except TemplateError as error:
                line = getattr(error, "lineno", None)
                faults.append((name, (f"line {line}: " if line else "") + str(error.message)))
            except (ValueError, TypeError, ArithmeticError, LookupError, AttributeError) as error:
                faults.append((name, str(error)))
    return found, faults


def use(templates: Mapping[str, Template]) -> None:
    """Write letters by these templates from now on; by ours in the other languages."""
    OFFICES.clear()
    OFFICES.update(templates)


@lru_cache
def _ours(language: str) -> Template:
    return _environment().from_string(files("locales").joinpath(f"letter.{language}.txt").read_text(encoding="utf-8"))


@lru_cache
def _environment() -> ImmutableSandboxedEnvironment:
    # What is written is no HTML: the paper takes plain lines.
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _tried(source: str) -> Template:
    """A template that can be filled with everything, and with as little as there may be; else it raises."""
    if len(source) > LONGEST:
        raise ValueError(f"has {len(source):,} characters; {LONGEST:,} are allowed")
    template = _environment().from_string(source)
    optional = ("office", "around", "supervisor", "supervisor_role", "supervisor_phone", "contact", "bot")
    for facts in (EXAMPLE, EXAMPLE | dict.fromkeys(optional, ""), EXAMPLE | {"training": True}):
        if not _filled(template, facts).strip():
            raise ValueError("has no words")
    return template


def _filled(template: Template, facts: Mapping[str, Any]) -> str:
    text = template.render(facts)
    if len(text) > LONGEST:
        raise ValueError("becomes too long")
    return text
