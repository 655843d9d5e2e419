"""docs/glossary.md and the program know the same outcomes."""

import re
from dataclasses import dataclass

from core.visits.outcomes import RULES, Outcome, OutcomeRule
from core.visits.source import ASKED as ASKED_WHO
from core.words import words
from tests.house.source import ROOT, complain

HEADER = "| outcome | letters | Indonesian | English | R205 | AAPOR | final | asked for |"
ASKED = {"persons": "counts", "reason": "reason", "note": "note", "revisit": "revisit"}


@dataclass(frozen=True)
class Row:
    """One line of the glossary's table of outcomes."""

    outcome: str
    letters: str
    indonesian: str
    english: str
    r205: str
    aapor: str
    final: str
    asked: str


def rows_of_the_glossary() -> list[Row]:
    """The lines of the table of outcomes, without its header."""
    _, _, rest = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition(HEADER)
    table = rest.strip().split("\n\n", 1)[0].splitlines()[1:]
    return [Row(*(cell.strip().strip("`") for cell in line.strip("|").split("|"))) for line in table]


def asks_source(outcome: Outcome) -> list[str]:
    """That the talk asks who says so."""
    return ["source"] if outcome in ASKED_WHO else []


def row_of(outcome: Outcome, rule: OutcomeRule) -> Row:
    """What the glossary must say about an outcome."""
    from wording.texts import title

    name = words(f"outcome.{outcome}")
    return Row(
        outcome=outcome.value,
        letters=rule.code,
        indonesian=title(name, "id"),
        english=title(name, "en"),
        r205=str(rule.r205 or "-"),
        aapor=rule.group.value,
        final="yes" if rule.final else "no",
        asked=", ".join([*(word for word, flag in ASKED.items() if getattr(rule, flag)), *asks_source(outcome)]),
    )


def test_the_glossary_lists_exactly_the_outcomes_of_the_program() -> None:
    said, meant = rows_of_the_glossary(), [row_of(outcome, rule) for outcome, rule in RULES.items()]
    complain(
        "docs/glossary.md and core/visits/outcomes.py (or the texts outcome.* of locales/) differ:",
        [f"the glossary says {row}" for row in said if row not in meant]
        + [f"the program says {row}" for row in meant if row not in said],
    )
    assert len(said) == len(meant)


def test_the_letters_differ_from_each_other() -> None:
    letters = [rule.code for rule in RULES.values()]
    assert len(set(letters)) == len(letters)
    assert all(re.fullmatch(r"[A-Z]{1,2}", each) for each in letters)
