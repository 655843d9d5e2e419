"""What leaves is written down as JSON and read back as it was, whatever a text says."""

import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.outgoing import (
    CHANGED,
    COMMANDS,
    DELETE,
    FILE,
    NEW,
    PIN,
    Call,
    Choices,
    Commands,
    Delete,
    File,
    Message,
    Offer,
    Outgoing,
    Pin,
    kind_of,
    read,
    written,
)
from core.people.person import Role
from core.words import Share, Words, words

SAID = words("visit.saved", no=12)
KINDS: list[tuple[str, Outgoing, str]] = [
    ("a message", Message((SAID,)), NEW),
    ("with the menu", Message((SAID,), menu=Role.PPL), NEW),
    ("in the place of another", Message((SAID,), place=7), CHANGED),
    ("with a question", Message((SAID,), Choices(3, "outcome", (("S", SAID), ("1", "1")), 4, (1, 8))), NEW),
    ("with buttons", Message((SAID,), offers=(Offer("lapor", "3", SAID), Offer("target", "", "x", True, True))), NEW),
    ("in a language of its own", Message((SAID,), language="en"), NEW),
    ("with a file that is made", Message((), file=File("document", name="a.pdf", make="letter", of={"a": 1})), FILE),
    ("with a photo that is there", Message((SAID,), file=File("photo", known="AgAC")), FILE),
    ("the commands of a role", Commands(Role.PML), COMMANDS),
    ("the commands of everybody", Commands(None), COMMANDS),
    ("a message goes", Delete(8), DELETE),
    ("a message is pinned", Pin(8), PIN),
    ("a message is pinned no more", Pin(8, on=False), PIN),
    ("a call of an earlier release", Call("sendMessage", {"chat_id": 1, "text": "x"}), "sendMessage"),
]


@pytest.mark.parametrize(("what", "kind"), [case[1:] for case in KINDS], ids=[case[0] for case in KINDS])
def test_what_leaves_is_read_back(what: Outgoing, kind: str) -> None:
    assert kind_of(what) == written(what)[0] == kind
    assert read(kind, json.loads(json.dumps(written(what)[1]))) == what


ZONES = st.sampled_from([UTC, ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")])
NUMBERS = st.integers(0, 10**9)
SIMPLE = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.sampled_from(Role),
    NUMBERS,
    st.dates(),
    st.datetimes(timezones=ZONES),
    st.times(),
    st.builds(Share, NUMBERS, NUMBERS),
)
KEYS = st.text(max_size=10)
WORDS = st.recursive(
    st.builds(Words, KEYS, st.dictionaries(KEYS, SIMPLE, max_size=3)),
    lambda inner: st.builds(Words, KEYS, st.dictionaries(KEYS, st.one_of(SIMPLE, inner, st.lists(inner)), max_size=3)),
    max_leaves=6,
)


@given(WORDS)
def test_any_words_are_read_back(said: Words) -> None:
    kind, content = written(Message((said,)))
    assert read(kind, json.loads(json.dumps(content))) == Message((said,))


def test_an_hour_stays_the_hour_of_its_zone() -> None:
    at = datetime(2022, 10, 20, 19, 40, tzinfo=ZoneInfo("Asia/Makassar"))
    kind, content = written(Message((words("x", at=at, day=date(2022, 10, 20), hour=time(7, 5)),)))
    message = read(kind, content)
    assert isinstance(message, Message)
    again = message.said[0].values["at"]
    assert isinstance(again, datetime)
    assert (again.hour, again.utcoffset()) == (19, timedelta(hours=8))


@pytest.mark.parametrize("value", [True, 1.5, {"a": 1}, b"x"])
def test_what_is_no_value_of_a_text(value: object) -> None:
    with pytest.raises(TypeError):
        written(Message((Words("x", {"value": value}),)))  # type: ignore[dict-item]
