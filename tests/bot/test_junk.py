"""Whatever people type and press, the bot answers, and only a report that was completed changes a household."""

import re
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands import BY_NAME
from db.engine.work import Database
from tests.people import CHATS
from tests.town import Town
from tests.updates import CONTENT, press

NAMES = sorted(CHATS)
SAVED = re.compile(r"✅ (Tersimpan|Saved|\d+ )")
CORRECTED = ("✏️", "↩️")
WORDS = ["3", "12", "siti", "selesai", "menolak", "sibuk", "janji", "besok 16:00", "4", "keluarga baru", "RT 001", "x"]
TYPED = st.one_of(
    st.sampled_from([f"/{name}" for name in BY_NAME] + ["/lapor 5", "/start x", "/bahasa en", "batal", "kembali"]),
    st.sampled_from(WORDS),
    st.text(max_size=40),
)
STEPS = st.one_of(
    st.tuples(st.just("types"), st.sampled_from(NAMES), TYPED),
    st.tuples(st.just("presses"), st.sampled_from(NAMES), st.integers(0, 20)),
    st.tuples(st.just("forges"), st.sampled_from(NAMES), st.text(max_size=30) | st.just("1:outcome:complete")),
    st.tuples(st.just("sends"), st.sampled_from(NAMES), st.sampled_from(sorted(CONTENT))),
)


@settings(deadline=None, max_examples=40)
@given(steps=st.lists(STEPS, min_size=5, max_size=25))
def test_junk_never_raises_and_changes_nothing_by_itself(
    sqlite_template: Path, steps: list[tuple[str, str, object]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(sqlite_template, f"{folder}/catat.db")
        database = Database(f"sqlite:///{folder}/catat.db")
        town = Town(database)
        try:
            for step in steps:
                check(town, *step)
        finally:
            database.close()


def check(town: Town, how: str, name: str, what: object) -> None:
    """One step: exactly one answer, and a visit exactly when the answer says that it is saved. A file may follow.

    What stands of a household changes only when a report is saved, corrected or withdrawn; a training list of its own
    may come and go.
    """
    before, visits = standings(town), len(town.visits())
    said = [one for one in act(town, how, name, what) if one.chat == town.chat(name) and not one.text.startswith("📎")]
    assert len(said) == 1
    lines = said[0].text.splitlines()
    saved, corrected = any(map(SAVED.match, lines)), any(line.startswith(CORRECTED) for line in lines)
    assert corrected or len(town.visits()) == visits + saved
    assert saved or corrected or standings(town) == before


def standings(town: Town) -> list[tuple[object, ...]]:
    """Where the families stand, those of training lists left out."""
    real = [row for row in town.households() if "~" not in (row.enumerator or "")]
    return [(row.id, row.head, row.status, row.visits, row.persons, row.settled_on) for row in real]


def act(town: Town, how: str, name: str, what: object) -> list:  # type: ignore[type-arg]
    """Type, press a real button (the latest message with buttons, or else an old one), forge one, or send a thing."""
    if how == "sends":
        return town.sends(name, **CONTENT[str(what)])
    buttons = [button for said in town.history if said.chat == town.chat(name) for button in said.buttons]
    if how == "presses" and buttons:
        data = buttons[-1 - int(str(what)) % len(buttons)].data
        return town.deliver(press(next(town.numbers), town.chat(name), name, data))
    if how == "forges":
        return town.deliver(press(next(town.numbers), town.chat(name), name, str(what)))
    return town.writes(name, str(what) or " ")
