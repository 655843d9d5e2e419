"""Telegram's HTML becomes text and entities, counted in UTF-16."""

from typing import Any

import pytest

from sandbox.html import parse_html, units
from sandbox.texts import detected, formatted

HOUSE = "\N{HOUSE WITH GARDEN}"


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


CASES = [
    ("plain", "a > b", "a > b", []),
    ("references", "&lt;b&gt; &amp; &quot;&#33;&#x21;", '<b> & "!!', []),
    ("bold after a picture", f"{HOUSE}<b>x</b>", f"{HOUSE}x", [entity("bold", 2, 1)]),
    ("nested", "<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
    (
        "link",
        '<a href="https://x.id/?a=1&amp;b=2">y</a>',
        "y",
        [entity("text_link", 0, 1, url="https://x.id/?a=1&b=2")],
    ),
    ("code block", '<pre><code class="language-sql">x</code></pre>', "x", [entity("pre", 0, 1, language="sql")]),
    ("nothing inside code", "<code>a<b>b</b></code>", "ab", [entity("code", 0, 2)]),
    ("spoilers", '<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
    ("quote", "<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
    ("capitals", "<B>a</b>", "a", [entity("bold", 0, 1)]),
]


@pytest.mark.parametrize(("source", "text", "entities"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_parsed(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(source) == (text, entities)


def test_blanks_at_the_ends_go_and_entities_move_along() -> None:
    assert formatted(" \n<b> x </b> ", "HTML", None, 100, "long") == ("x", [entity("bold", 0, 1)])


def test_length_is_in_utf16_units() -> None:
    assert units(f"a{HOUSE}") == 3


DETECTED = [
    ("command with payload", "/start ABC", [entity("bot_command", 0, 6)]),
    ("link at the end of a sentence", "See https://x.id/a.", [entity("url", 4, 14)]),
    ("bare bot link", "t.me/echo_bot?start=1", [entity("url", 0, 21)]),
    ("a fraction is no command", "1/2", []),
    ("hashtag and mention", "#rekap @echo_bot", [entity("hashtag", 0, 6), entity("mention", 7, 9)]),
]


@pytest.mark.parametrize(("text", "entities"), [c[1:] for c in DETECTED], ids=[c[0] for c in DETECTED])
def test_detected(text: str, entities: list[dict[str, Any]]) -> None:
    assert detected(text) == entities
