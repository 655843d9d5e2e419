"""What an event asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import BY_NAME, COMMANDS
from bot.event import Event
from bot.router import Answer, Back, Cancel, Start, Unknown, Wish, button, spoken_command, wish_of
from core.people import Role
from tests.people import ANI, BOT, MORNING

LAPOR, TARGET, HELP, START, CHECK = (BY_NAME[name] for name in ("lapor", "target", "bantuan", "start", "cek"))

TYPED: list[tuple[str, Wish]] = [
    ("/lapor", Start(LAPOR)),
    ("/LAPOR", Start(LAPOR)),
    ("  /lapor  ", Start(LAPOR)),
    ("/lapor 12", Start(LAPOR, "12")),
    ("/lapor\n12", Start(LAPOR, "12")),
    ("/lapor_12", Start(LAPOR, "12")),
    ("/lapor_12@CatatDemoBot", Start(LAPOR, "12")),
    ("/report  Pak Slamet ", Start(LAPOR, "Pak Slamet")),
    ("/lapor@CatatDemoBot 12", Start(LAPOR, "12")),
    ("/start abc-DEF_123", Start(START, "abc-DEF_123")),
    ("/target", Start(TARGET)),
    ("/hariini", Start(TARGET)),
    ("📋 Target", Start(TARGET)),
    ("❔ Bantuan", Start(HELP)),
    ("❔ Help", Start(HELP)),
    ("🔎 Check", Start(CHECK)),
    ("/nonsense", Unknown()),
    ("/nonsense 12", Unknown()),
    ("/", Answer()),
    ("//lapor", Answer()),
    ("/siap_12", Start(BY_NAME["siap"], "12")),
    ("/lapor-12", Answer()),
    ("lapor", Answer()),
    ("target", Answer()),
    ("batal", Cancel()),
    ("BATAL!", Cancel()),
    ("/batal", Cancel()),
    ("/cancel", Cancel()),
    ("cancel", Cancel()),
    ("✕ Batal", Cancel()),
    ("kembali", Back()),
    ("‹ Kembali", Back()),
    ("/back", Back()),
    ("batal dong", Answer()),
    ("", Answer()),
    ("👍", Answer()),
    ("12", Answer()),
]
PRESSED: list[tuple[str, Wish]] = [
    ("3:outcome:refused", Answer(3, "outcome", "refused")),
    ("3:household:12", Answer(3, "household", "12")),
    ("3:outcome:<", Answer(3, "outcome", "<")),
    ("0:siap:12", Start(BY_NAME["siap"], "12")),
    ("0:lapor:", Start(LAPOR)),
    ("0:outcome:refused", Answer(0, "outcome", "refused")),
    ("3:siap:12", Answer(3, "siap", "12")),
    ("3:when:20221020T16:00", Answer(3, "when", "20221020T16:00")),
    ("", Answer(-1)),
    ("nonsense", Answer(-1)),
    ("3", Answer(-1)),
    ("3:", Answer(-1)),
    ("-3:outcome:x", Answer(-1)),
    ("x:outcome:x", Answer(-1)),
]


def event(kind: str, text: str = "", data: str = "") -> Event:
    return Event(BOT, 1, ANI, kind, MORNING, text, data=data)


@pytest.mark.parametrize(("text", "wish"), TYPED, ids=[repr(text) for text, _ in TYPED])
def test_typed(text: str, wish: Wish) -> None:
    assert wish_of(event("text", text)) == wish


@pytest.mark.parametrize(("data", "wish"), PRESSED, ids=[repr(data) for data, _ in PRESSED])
def test_pressed(data: str, wish: Wish) -> None:
    assert wish_of(event("press", data=data)) == wish


@pytest.mark.parametrize("kind", ["photo", "contact", "location", "other"])
def test_a_caption_is_no_command(kind: str) -> None:
    assert wish_of(event(kind, "/lapor 12")) == Answer()


@given(st.sampled_from(["text", "press"]), st.text(max_size=80))
def test_nothing_breaks_it(kind: str, text: str) -> None:
    assert isinstance(wish_of(event(kind, text, text)), Wish)


@given(st.integers(0, 10**6), st.sampled_from(["household", "outcome"]), st.text(min_size=1, max_size=12))
def test_a_button_is_understood_again(talk: int, key: str, choice: str) -> None:
    assert wish_of(event("press", data=button(talk, key, choice))) == Answer(talk, key, choice)


def test_a_button_carries_no_more_than_telegram_keeps() -> None:
    assert len(button(1, "k", "c" * 60)) == 64
    with pytest.raises(ValueError, match="longer than 64"):
        button(1, "k", "é" * 31)


SPOKEN: list[tuple[str, Role, tuple[str, str] | None]] = [
    ("cuti besok", Role.PPL, ("cuti", "besok")),
    ("Sakit!", Role.PPL, ("jeda", "")),
    ("PRIVASI  salinan ", Role.CITIZEN, ("privasi", "salinan")),
    ("privacy", Role.BPS, ("privasi", "")),
    ("sakit", Role.CITIZEN, None),
    ("target", Role.PML, None),
    ("saya sakit", Role.PPL, ("jeda", "")),
    ("Saya mau cuti besok", Role.PML, ("cuti", "besok")),
    ("I'm ill", Role.PPL, ("jeda", "")),
    ("ketik\n12 S 4\n13 S 2", Role.PPL, ("ketik", "12 S 4\n13 S 2")),
    ("saya", Role.PPL, None),
    ("saya di mana", Role.PPL, None),
    ("", Role.PPL, None),
    ("🤒", Role.PPL, None),
]


@pytest.mark.parametrize(("text", "role", "meant"), SPOKEN, ids=[f"{row[0]!r} {row[1]}" for row in SPOKEN])
def test_a_command_without_its_slash(text: str, role: Role, meant: tuple[str, str] | None) -> None:
    found = spoken_command(text, role)
    assert (found and (found[0].name, found[1])) == meant


def test_no_two_commands_share_a_name() -> None:
    names = [name for command in COMMANDS for name in command.names]
    assert len(names) == len(set(names))
