"""The texts: all that the program says is there in every language, with the same places to fill, as good HTML."""

import ast
import string
from collections.abc import Iterator
from datetime import date, time
from functools import cache
from importlib.resources import files

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.commands import COMMANDS, ON_KEYBOARDS
from bot.flows.batch import KINDS
from bot.flows.correct import ALSO
from bot.flows.kit.questions import plain
from bot.flows.start import TOPICS
from channels.telegram.render import LEAVING
from core.cases.case import ActKind
from core.cases.day_parts import Part
from core.cases.ladder import LadderName, StepName
from core.cases.letters import Addressee, LetterAnswer
from core.cases.reminders import Said
from core.people.absences import Why
from core.people.citizens import LANGUAGES
from core.people.messages import State as MessageState
from core.people.person import Role
from core.people.training import Step
from core.problems import PROBLEMS, Problem
from core.review.states import Again, State
from core.review.submitted import Hint, ReturnReason
from core.visits.details import DetailKind
from core.visits.notes import USUAL
from core.visits.outcomes import AT_THE_DOOR, RULES, SPECIAL, Kind, Outcome, RefusalReason
from core.visits.source import PROXY, Source
from core.words import Share, Value, words
from core.workload.giving_back import GivingReason, Standing
from core.workload.targets import Status
from sandbox.html import parse_html
from tests.house.source import modules, tree
from tests.people import MORNING, WITA
from wording.texts import sentence, show, spell, title

PACKAGES = ("core", "wording", "actions", "bot", "delivery", "channels", "scheduler", "api", "cli")
FAMILIES = {
    "outcome.": set(Outcome),
    "role.": set(Role),
    "help.": set(Role),
    "course.": {"done", "plan", "risky", "off"},
    "reason.": set(RefusalReason),
    "source.": set(PROXY),
    "source.button_": set(Source),
    "giving.reason_": set(GivingReason),
    "reassign.share_": {"proposed", "waits", "accepted", "refused"},
    "kept.": {Standing.SETTLED, Standing.ELSEWHERE},
    "refusal.": set(RefusalReason),
    "meaning.": set(AT_THE_DOOR),
    "topic.": {topic.name for topic in TOPICS if topic.roles != (Role.CITIZEN,)},
    "topic.button_": {topic.name for topic in TOPICS if topic.roles == (Role.CITIZEN,)},
    "kind.": set(SPECIAL),
    "problem.": set(PROBLEMS),
    "command.": {command.name for command in COMMANDS if command.listed} | set(LEAVING["id"]),
    "menu.": {command.name for command in ON_KEYBOARDS},
    "training.step_": set(Step),
    "training.how_": set(Step),
    "absence.why_": set(Why),
    "absence.reported_": set(Why),
    "settings.now_": set(Why),
    "status.": set(Status),
    "batch.n_": set(KINDS),
    "correct.button_": set(ALSO),
    "review.reason_": set(ReturnReason),
    "review.hint_": set(Hint),
    "review.is_": set(State),
    "review.again_": set(Again),
    "detail.added_": set(DetailKind),
    "detail.kept_": {DetailKind.PHOTO, DetailKind.PLACE},
    "step.": set(StepName),
    "todo.": set(StepName),
    "ladder.": set(LadderName),
    "act.": set(ActKind) - {ActKind.LETTER, ActKind.KEPT},
    "acted.": set(ActKind),
    "letter.to_": set(Addressee),
    "letter.button_": {*Addressee, *LetterAnswer, "answer", "more"},
    "letter.answer_": set(LetterAnswer),
    "letter.then_": set(LetterAnswer),
    "message.is_": set(MessageState),
    "reminder.": {Said.NEW, Said.OVERDUE, Said.LINE},
    "case.after_": {ActKind.DONE, ActKind.MOVED, ActKind.HANDED},
    "part.": {*Part, *(f"{day}_{part}" for day in ("weekday", "weekend") for part in Part)},
    "visit.note_": {outcome for outcome, rule in RULES.items() if rule.note and outcome is not Outcome.DUPLICATE},
    "note.": {key for usual in USUAL.values() for key in usual},
    "new.whose_": {Kind.NEW, *SPECIAL},
    "new.where_": {Kind.NEW, *SPECIAL},
    "visit.revisit_": {outcome for outcome, rule in RULES.items() if rule.revisit},
}
"""The beginnings of keys that the program puts together, and what may follow."""


@cache
def catalogue(language: str) -> Catalog:
    with files("locales").joinpath(f"{language}.po").open("rb") as source:
        return read_po(source, locale=language)


def entries(language: str) -> dict[str, Message]:
    """The texts of a language by key."""
    return {message_key(message): message for message in catalogue(language) if message.id}


def message_key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def forms(message: Message) -> tuple[str, ...]:
    """All forms of a text: one, or one for each plural."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def places(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Every node of the program with its file."""
    for name in modules(*PACKAGES):
        for node in ast.walk(tree(name)):
            yield name, node


def spoken() -> Iterator[tuple[str, str, set[str] | None]]:
    """Every `words("key", ...)` and `Problem("name", ...)`: where, the key, the values given (None: not to be seen)."""
    for name, node in nodes():
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        first, called = node.args[0], node.func.id
        if called not in ("words", "Problem") or not isinstance(first, ast.Constant):
            continue
        given = {keyword.arg for keyword in node.keywords}
        key = f"problem.{first.value}" if called == "Problem" else str(first.value)
        yield f"{name}:{node.lineno}", key, None if None in given else {str(one) for one in given}


def beginnings() -> set[str]:
    """The beginnings of keys that are put together with an f-string."""
    found = set()
    for _, node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("words", "Words"):
            found |= {str(arg.values[0].value) for arg in node.args if isinstance(arg, ast.JoinedStr)}  # type: ignore[attr-defined]
    return found


def used() -> set[str]:
    """The keys that the program may say."""
    known = set(entries("id")) | set(entries("en"))
    literal = {node.value for _, node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    typed = [node for where, node in nodes() if where.startswith("core/typed/")]
    named = {node.value for node in typed if isinstance(node, ast.Constant)}
    doubted = {f"problem.{name}" for name in PROBLEMS if name in named}
    made = {beginning + ending for beginning, endings in FAMILIES.items() for ending in endings}
    return (literal & known) | made | doubted | {key for _, key, _ in spoken()}


def test_every_beginning_is_a_known_family() -> None:
    assert beginnings() == set(FAMILIES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing(language: str) -> None:
    there = {key for key, message in entries(language).items() if all(forms(message))}
    assert used() - there == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_over(language: str) -> None:
    assert set(entries(language)) - used() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_is_filled(language: str) -> None:
    texts = entries(language)
    for where, key, given in spoken():
        if given is not None and key in texts:
            wanted = set().union(*map(places, forms(texts[key])))
            assert wanted <= given, f"{where}: {key} has places for {wanted}, and gets {given}"


@pytest.mark.parametrize("key", sorted(entries("id")))
def test_both_languages_have_the_same_places(key: str) -> None:
    found = {
        language: {name for form in forms(entries(language)[key]) for name in places(form)} for language in LANGUAGES
    }
    assert found["id"] == found["en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", sorted(entries("id")))
def test_every_text_is_html_that_telegram_takes(key: str, language: str) -> None:
    for form in forms(entries(language)[key]):
        text, _ = parse_html(form.format_map(dict.fromkeys(places(form), "x")))
        assert text.strip()
        assert form == form.strip("\n") or key.startswith("revisit."), "no empty lines around"


PLURALS = [
    ("days", "id", {0: "0 hari", 1: "1 hari", 5: "5 hari"}),
    ("days", "en", {0: "0 days", 1: "1 day", 5: "5 days"}),
    ("visit.saved_persons", "id", {0: "👪 0 orang", 1: "👪 1 orang", 5: "👪 5 orang"}),
    ("visit.saved_persons", "en", {0: "👪 0 persons", 1: "👪 1 person", 5: "👪 5 persons"}),
]


@pytest.mark.parametrize(("key", "language", "expected"), PLURALS, ids=[f"{key} {lang}" for key, lang, _ in PLURALS])
def test_plurals(key: str, language: str, expected: dict[int, str]) -> None:
    assert {n: sentence(words(key, n=n), language) for n in expected} == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_text_is_an_error(language: str) -> None:
    with pytest.raises(KeyError, match="no text"):
        sentence(words("no.such_text"), language)
    with pytest.raises(KeyError, match="no text"):
        sentence(words("no.such_text", n=3), language)


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="low"):
        sentence(Problem("not_a_number").words, "id")


@pytest.mark.parametrize("language", ["", "fr", "../id"])
def test_an_unknown_language_is_an_error(language: str) -> None:
    with pytest.raises(KeyError):
        sentence(words("talk.cancelled"), language)


LOCAL = MORNING.astimezone(WITA)
SHOWN: list[tuple[str, Value, str, str]] = [
    ("nothing", None, "", ""),
    ("an hour of a day", LOCAL, "Kam 20 Okt 09.00", "Thu 20 Oct 09.00"),
    ("a day", date(2022, 11, 14), "Senin, 14 November", "Monday, 14 November"),
    ("an hour", time(18, 5), "18.05", "18.05"),
    ("a small number", 9999, "9999", "9999"),
    ("a big number", 1234567, "1.234.567", "1,234,567"),
    ("what somebody typed", "<b> & “you”", "&lt;b&gt; &amp; “you”", "&lt;b&gt; &amp; “you”"),
    ("other words", words("role.pml"), "PML (pemeriksa)", "supervisor (PML)"),
    (
        "several words",
        [words("outcome.moved"), words("outcome.vacant")],
        "Pindah\nRumah kosong",
        "Moved out\nVacant house",
    ),
    ("nothing of nothing", Share(0, 0), "0%", "0%"),
    ("nearly all", Share(999, 1000), "99%", "99%"),
    ("more than all", Share(5, 3), "100%", "100%"),
]


@pytest.mark.parametrize(("label", "value", "indonesian", "english"), SHOWN, ids=[row[0] for row in SHOWN])
def test_values(label: str, value: Value, indonesian: str, english: str) -> None:
    assert (show(value, "id"), show(value, "en")) == (indonesian, english)


def test_a_yes_or_no_is_refused() -> None:
    with pytest.raises(TypeError):
        show(True, "id")


def test_a_title_is_plain() -> None:
    line = words("household.line", no=1, head="Made & <b>", address="Gg. <x>")
    assert title(line, "id") == "1 · Made & <b> · Gg. <x>"
    assert spell(words("outcome.moved")) == {"Pindah", "Moved out"}
    assert spell("RT 001") == {"RT 001"}


@pytest.mark.parametrize("family", ["outcome.", "reason.", "kind.", "menu."])
def test_no_two_choices_are_spelt_alike(family: str) -> None:
    spelt: dict[str, str] = {}
    for ending in sorted(FAMILIES[family]):
        for text in spell(words(family + ending)):
            assert spelt.setdefault(plain(text), ending) == ending
