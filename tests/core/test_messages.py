"""Messages: whom the first words name, what is a Siap, and what a message may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.render import TEXT_LIMIT, call_of
from core.outgoing import Message
from core.people.messages import LONGEST, Reader, addressed, read_message, read_ready, weight
from core.problems import Problem
from tests.people import ani
from wording.messages import letter_words
from wording.texts import show

BUDI, LALA = Reader("PML-001", "Budi"), Reader("PML-002", "Lala")
ANI, RAHAYU = Reader("PPL-0001", "Ani", direct=False), Reader("PPL-0003", "Ani Rahayu", direct=False)
SITI, AMINAH = Reader("PPL-0004", "Siti Rahmah", direct=False), Reader("PPL-0005", "Siti Aminah", direct=False)
PEOPLE = [BUDI, LALA, ANI, RAHAYU, SITI, AMINAH]
TEAM, TREE = (BUDI, LALA), tuple(PEOPLE)
NAMED = [
    ("Budi besok kumpul", [(BUDI,)], "besok kumpul"),
    ("budi", [(BUDI,)], ""),
    ("BUDI: besok", [(BUDI,)], "besok"),
    ("Budi, besok", [(BUDI,)], "besok"),
    ("pml-002 besok", [(LALA,)], "besok"),
    ("Ani besok", [(ANI,)], "besok"),
    ("Ani Rahayu besok", [(RAHAYU,)], "besok"),
    ("ani   rahayu\nbesok\nlusa", [(RAHAYU,)], "besok\nlusa"),
    ("Siti besok", [(SITI,), (AMINAH,)], "besok"),
    ("Siti Aminah besok", [(AMINAH,)], "besok"),
    ("semua besok", [TEAM, TREE], "besok"),
    ("Semua: besok", [TEAM, TREE], "besok"),
    ("team besok", [TEAM], "besok"),
    ("tree besok", [TREE], "besok"),
    ("besok Budi", [], "besok Budi"),
    ("Bud besok", [], "Bud besok"),
    ("- rompi", [], "- rompi"),
    ("  ", [], ""),
]


@pytest.mark.parametrize(("typed", "whom", "text"), NAMED, ids=[repr(row[0]) for row in NAMED])
def test_whom_the_first_words_name(typed: str, whom: list[tuple[Reader, ...]], text: str) -> None:
    assert addressed(typed, PEOPLE) == (whom, text)


@pytest.mark.parametrize(
    ("people", "circles"),
    [([BUDI], [(BUDI,)]), ([BUDI, LALA], [TEAM]), ([BUDI, ANI], [(BUDI, ANI)]), (PEOPLE, [TEAM, TREE])],
    ids=["one", "one level", "one with somebody below", "two levels"],
)
def test_who_everybody_is(people: list[Reader], circles: list[tuple[Reader, ...]]) -> None:
    assert addressed("semua", people) == (circles, "")


READY = [
    ("siap", ""),
    ("Siap!", ""),
    ("SIAP 👍", ""),
    ("siap pak", ""),
    ("Siap, Bu. Laksanakan!", ""),
    ("siap 12", "12"),
    ("Siap no. 12", "12"),
    ("siap_12", None),
    ("got it", ""),
    ("Got it 7", "7"),
    ("siapa", None),
    ("siap besok jam 7", None),
    ("belum siap", None),
    ("12 siap", None),
    ("", None),
    ("👍", None),
]


@pytest.mark.parametrize(("typed", "number"), READY, ids=[repr(row[0]) for row in READY])
def test_what_is_a_siap(typed: str, number: str | None) -> None:
    assert read_ready(typed) == number


TEXTS = [
    ("besok", "besok"),
    ("  besok   kumpul \n  jam 7 ", "besok kumpul\njam 7"),
    ("a\n\n\n\nb", "a\n\nb"),
    ("a" * LONGEST, "a" * LONGEST),
    ("7", "7"),
]
REFUSED = [
    ("", "text_wanted"),
    ("  \n ", "text_wanted"),
    ("👍", "text_wanted"),
    ("a" * (LONGEST + 1), "text_too_long"),
    ("a" + "&" * (LONGEST // 5), "text_too_long"),
    ("a" + "😀" * (LONGEST // 2), "text_too_long"),
]


@pytest.mark.parametrize(("typed", "text"), TEXTS, ids=[repr(row[0][:20]) for row in TEXTS])
def test_what_is_sent(typed: str, text: str) -> None:
    assert read_message(typed) == text


@pytest.mark.parametrize(("typed", "problem"), REFUSED, ids=[repr(row[0][:20]) for row in REFUSED])
def test_what_is_refused(typed: str, problem: str) -> None:
    with pytest.raises(Problem) as refused:
        read_message(typed)
    assert refused.value.words.key == f"problem.{problem}"


@given(st.text(st.sampled_from("ab&<>\n 😀é"), max_size=2_500), st.sampled_from(["id", "en"]))
def test_what_is_taken_is_never_cut(typed: str, language: str) -> None:
    try:
        text = read_message(typed)
    except Problem:
        return
    assert weight(text) <= LONGEST
    letter = call_of(Message((letter_words(ani(), 10**15 - 1, text),)), 1, language).params["text"]
    assert show(text, language) in letter
    assert len(letter.encode("utf-16-le")) // 2 < TEXT_LIMIT
