"""Messages that Telegram takes: at most 4,096 UTF-16 units, markup never cut, 64 bytes on a button."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.kit.script import Ask, Choice, Turn
from bot.turns import choices_of, turn_message
from channels.telegram.render import call_of, choices, command_menu, menu, shorten
from core.outgoing import Message
from core.people.citizens import LANGUAGES
from core.people.person import Role
from core.words import words
from sandbox.html import parse_html, units
from sandbox.keyboards import read_markup
from tests.people import ani

TEXT_LIMIT = 4096
"""UTF-16 units of a message, by the Bot API."""
LINES = {
    "plain letters": "a" * 99,
    "emoji, two units each": "😀" * 50,
    "bold lines": "<b>nama</b> &amp; alamat " * 3,
    "one unit over": "a" * 4,
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
def test_a_long_text_is_cut_at_a_line(line: str) -> None:
    text = "\n".join([line] * 2000)
    short = shorten(text)
    assert units(short) <= TEXT_LIMIT
    assert units(short) > TEXT_LIMIT - units(line) - 4
    assert short.endswith("\n…")
    assert set(short.split("\n")) == {line, "…"}
    parse_html(short)


@pytest.mark.parametrize("text", ["", "a" * TEXT_LIMIT, "😀" * (TEXT_LIMIT // 2), "a\n" * (TEXT_LIMIT // 2)])
def test_a_text_that_fits_stays(text: str) -> None:
    assert shorten(text) == text


def test_a_single_line_too_long_leaves_no_half_markup() -> None:
    assert shorten("<b>" + "x" * 5000 + "</b>") == "…"


@given(st.lists(st.text(max_size=300), max_size=60))
def test_any_text_is_cut_to_the_limit(lines: list[str]) -> None:
    short = shorten("\n".join(lines))
    assert units(short) <= TEXT_LIMIT


@given(st.text(max_size=200))
def test_what_a_person_typed_never_becomes_markup(typed: str) -> None:
    said = Message((words("problem.no_such_household", typed=typed),))
    text, entities = parse_html(call_of(said, 1, "en").params["text"])
    assert typed in text
    assert entities == []


def question(*offered: Choice) -> Ask[str]:
    return Ask("key", words("visit.why_refused"), lambda heard: "", str, offered)


def test_a_button_is_plain_text_and_not_too_long() -> None:
    line = words("household.line", no=1, head="Made & <b>Ibu</b>", address="Jl. " + "x" * 100)
    rows = choices(choices_of(question(Choice("1", line)), 1), "id")
    text = rows[0][0]["text"]
    assert text.startswith("1 · Made & <b>Ibu</b> · Jl. x")
    assert len(text) == 60
    assert text.endswith("…")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_can_be_left(language: str) -> None:
    params = call_of(turn_message(ani(language=language), Turn(question=question()), 7), 1, language).params
    assert [button["callback_data"] for button in params["reply_markup"]["inline_keyboard"][-1]] == [
        "7:key:<",
        "7:key:x",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", Role)
def test_menus(role: Role, language: str) -> None:
    read_markup(menu(role, language))
    listed = command_menu(5, role, language)
    assert listed["scope"] == {"type": "chat", "chat_id": 5}
    assert "start" not in [command["command"] for command in listed["commands"]]
    assert all(0 < len(command["description"]) <= 256 for command in listed["commands"])
    assert command_menu(None, role, language)["scope"] == {"type": "all_private_chats"}
