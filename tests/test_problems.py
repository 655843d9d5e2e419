"""Every problem of the catalogue is provoked: in a conversation, where its sentence stands, or in a scene here."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.people.citizens import LANGUAGES
from core.problems import PROBLEMS, Problem
from core.workload.reassigning import Propose
from db.engine.work import Database, Work
from db.workload.reassigning import propose
from sandbox.html import parse_html
from tests.conversations.reading import files
from tests.db.test_corrections import put_right
from tests.db.wishes import accept, add_other_teams, ask, leader
from tests.house.source import ROOT
from tests.people import MORNING
from tests.town import Town
from wording.texts import read_ours, sentence

HOLE = re.compile(r"\{[^}]*\}")
SPEAKER = re.compile(r"^(?:bot(?: to \w+)?: | +)")

SCENES: dict[str, list[str]] = {
    # what is wrong with a line
    "when_several": ["Ani: 15 J besok 19:00 08:30"],
    "line_without_number": ["Ani: 12 S 4\n123456 S 4"],
    "line_without_when": ["Ani: 15 J"],
    "line_in_future": ["Ani: 12 S 4 23:59"],
    "line_number_unclear": ["Ani: 12 S 4 5"],
    "line_two_reports": ["Ani: 12 S 4 13 M sibuk"],
    "line_without_hour": ["Ani: 13 M sibuk besok"],
    "line_part_unclear": ["Ani: 14 T sore"],
    "line_number_in_note": ["Ani: 13 M sibuk 5"],
    "line_not_sure": ["Ani: 12 S 4?"],
    "hour_before_period": ["Ani: 12 S 4", "Ani: /koreksi 12", "Ani: jam", "Ani: 14/10 10:00"],
    "when_too_soon": ["Ani: /lapor 7", "Ani: menolak keras", "Ani: tidak mau didata", "Ani: besok 16:00"],
    # places
    "no_place": ["sql: UPDATE household SET enumerator = NULL, no = NULL", "Ani: /baru", "Ani: SLS mekar"],
    "several_places": ["sql: UPDATE area SET name = 'RT 001' WHERE level = 'sls'", "Ani: /baru",
                       "Ani: keluarga baru", "Ani: Bu Sri", "Ani: belakang pos ronda", "Ani: RT 001"],
    "no_other_place": ["sql: DELETE FROM household WHERE area = '64710100010002'",
                       "sql: DELETE FROM area WHERE code = '64710100010002'", "Ani: /baru", "Ani: SLS gabung"],
    # sharing out
    "several_enumerators": ["sql: UPDATE officer SET name = 'Dian', supervisor = 'PML-001' WHERE id = 'PPL-0003'",
                            "sql: UPDATE chat SET officer = 'PPL-0003' WHERE officer = 'KSK-01'",
                            "Budi: /pindah", "Budi: Ani", "Budi: 3", "Budi: ubah penerima", "Budi: Dian"],
    # cases
    "nobody_to_hand_to": ["sql: UPDATE officer SET supervisor = NULL WHERE id = 'PML-001'", "Ani: 4 MK tidak mau",
                          "sql: UPDATE household SET enumerator = NULL, no = NULL WHERE id = 4",
                          "sql: UPDATE officer SET supervisor = NULL WHERE supervisor = 'PML-001'",
                          "Budi: /kasus K4", "Budi: serahkan"],
    "case_changed": ["Ani: 4 MK tidak mau", "Budi: /kasus K4", "later: ", "Dewi: /kasus K4", "Dewi: serahkan",
                     "Dewi: Ani", "Dewi: coba lagi", "Budi: ganti jam"],
    # letters
    "letter_about_nobody": ["Ani: 4 M sibuk", "Ani: /surat Sukarno"],
    "too_many_for_letter": ["Ani: " + "; ".join(f"{n} T" for n in range(1, 42)), "Ani: /surat 1-41"],
}  # fmt: skip
"""Problems that are in no conversation: what people write until the bot says it. sql: what happens meanwhile;
later: a minute passes.
"""


RAISED: dict[str, Callable[[Work], object]] = {
    "choice_gone": lambda work: accept(work, ask(work, 3), "PPL-9999", "PML-001"),
    "nothing_to_give_back": lambda work: [ask(work, 3), ask(work, 3)],
    "nothing_to_move": lambda work: propose(work, Propose(leader(), "PPL-0001", (61,), ("PPL-0002",)), now=MORNING),
    "report_corrected": lambda work: [put_right(work, 1, None) for _ in range(2)],
}
"""Problems of a talk that comes too late: what is done to the database."""
ELSEWHERE = {
    "not_yours": ("tests/actions/test_a_page_does_everything.py", 'match="not_yours"'),
    "only_in_chat": ("tests/actions/test_a_page_does_everything.py", 'match="only_in_chat"'),
    "case_gone": ("tests/db/test_casework.py", 'assert "problem.case_gone" in results'),
    "letter_gone": ("tests/db/test_letters.py", 'match="letter_gone"'),
    "letter_answered": ("tests/db/test_letters.py", "assert not answer_letter(work, AnswerLetter(ani(), letter"),
    "parked": ("tests/bot/test_mutated_updates.py", 'assert "C901-7" in sorry.text'),
    "too_heavy": ("tests/bot/test_budget.py", 'assert "C902-41" in sorry.text'),
    "too_many_messages": ("tests/bot/test_flooding.py", 'sentence(words("problem.too_many_messages"), "id")'),
}
"""Problems that need a whole process, or two people in the same instant: the test, and what it looks at."""


def form_of(name: str, language: str = "id") -> re.Pattern[str]:
    """What a problem's sentence looks like, whatever its values are."""
    told = re.sub(r"</?\w+>", "", OURS[language][f"problem.{name}"])
    return re.compile(".{1,99}?".join(re.escape(part) for part in HOLE.split(told)))


OURS = {language: {message.id: message.string for message in read_ours(language)} for language in LANGUAGES}
TALKS = "\n".join(
    SPEAKER.sub("", line) for path in files() for line in path.read_text(encoding="utf-8").splitlines()
)


@pytest.fixture
def town(sqlite_database: Database) -> Town:
    """The small world, and another team."""
    add_other_teams(sqlite_database)
    return Town(sqlite_database)


def test_each_is_provoked_in_a_conversation_or_here() -> None:
    in_talks = {name for name in PROBLEMS if form_of(name).search(TALKS)}
    assert set(PROBLEMS) - in_talks - {*SCENES, *RAISED, *ELSEWHERE, "by_a_bot"} == set()


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_ends_with_the_problem(name: str, town: Town) -> None:
    said = ""
    for line in SCENES[name]:
        who, _, typed = line.partition(": ")
        if who == "sql":
            with town.database.work() as work:
                work.change(text(typed))
            continue
        if who == "later":
            town.now += timedelta(minutes=1)
            continue
        assert not form_of(name).search(said), "only the last line provokes it"
        said = "\n".join(one.text for one in town.writes(who, typed) if one.chat == town.chat(who))
    assert form_of(name).search(said), said


def test_what_a_bot_wrote_is_not_recorded(town: Town) -> None:
    (said,) = town.sends("Ani", text="12 S 4", via_bot={"id": 5, "is_bot": True, "first_name": "Robot"})
    assert form_of("by_a_bot").search(said.text) and town.visits() == []


@pytest.mark.parametrize("name", RAISED)
def test_what_comes_too_late_is_refused(name: str, town: Town) -> None:
    town.writes("Ani", "12 S 4")
    with pytest.raises(Problem, match=f"^{name}$") as refused, town.database.work() as work:
        RAISED[name](work)
    for language in LANGUAGES:
        assert form_of(name, language).search(parse_html(sentence(refused.value.words, language))[0])


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_is_provoked_elsewhere_is_looked_at_there(name: str) -> None:
    path, words = ELSEWHERE[name]
    assert words in (ROOT / path).read_text(encoding="utf-8")
