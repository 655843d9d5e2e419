"""Who says so: what a note says of it, in the words and slips of people; and what it never says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problems import PROBLEMS, Problem
from core.typed.batch import read_line, write_line
from core.visits.outcomes import AT_THE_DOOR, REFUSALS, RULES, Outcome
from core.visits.source import ASKED, PROXY, Source, check_source, is_asked, read_source, source_of
from tests.core.test_batch import NOW

NEIGHBOUR, RT, SELF = Source.NEIGHBOUR, Source.RT, Source.SELF
SAID = {
    "kata tetangga": NEIGHBOUR,
    "Kata Tetangga.": NEIGHBOUR,
    "KATA  TETANGGA sejak lebaran": NEIGHBOUR,
    "sejak Mei, kata tetangga": NEIGHBOUR,
    "katanya tetangga sudah pindah": NEIGHBOUR,
    "kta tetangga kosong": NEIGHBOUR,
    "kata tetangg sebelah": NEIGHBOUR,
    "kata tetanga": NEIGHBOUR,
    "kata para tetangga": NEIGHBOUR,
    "kata tetangganya ke Jawa": NEIGHBOUR,
    "menurut tetangga": NEIGHBOUR,
    "mnurut tetangga depan": NEIGHBOUR,
    "info dari tetangga": NEIGHBOUR,
    "tetangga: pindah ke Bontang": NEIGHBOUR,
    "Tetangg sebelah: kosong": NEIGHBOUR,
    "tetangga sebelah bilang kosong": NEIGHBOUR,
    "tetangga blg pergi": NEIGHBOUR,
    "kata tetangga dan RT": NEIGHBOUR,
    "neighbour says": NEIGHBOUR,
    "neighbors said they moved": NEIGHBOUR,
    "the neighbour next door says gone": NEIGHBOUR,
    "gone since May, says the neighbour": NEIGHBOUR,
    "according to the neighbour": NEIGHBOUR,
    "According to a neighbor, in May": NEIGHBOUR,
    "told by the neighbours": NEIGHBOUR,
    "ｋａｔａ ｔｅｔａｎｇｇａ": NEIGHBOUR,
    "ka\u200bta tetangga": NEIGHBOUR,
    "kata RT": RT,
    "kata pak rt": RT,
    "kata bu rt": RT,
    "Kata Bpk. RT": RT,
    "kata pak.rt": RT,
    "kata RT-nya": RT,
    "kata RT 05 sudah pindah": RT,
    "menurut Pak RT": RT,
    "menurut Ketua RT": RT,
    "menurut pak ketua rt, sejak Mei": RT,
    "menurut RT dan tetangga": RT,
    "RT: sudah meninggal": RT,
    "Pak RT : pindah": RT,
    "pk rt: pergi": RT,
    "Bu RT bilang kosong": RT,
    "according to the RT": RT,
    "according to the RT chair": RT,
    "the RT chair says he died": RT,
    "moved, says the RT chairman": RT,
    "Kata keluarganya": SELF,
    "told by the family": SELF,
    "kosong, saya lihat sendiri": SELF,
    "empty, saw it myself": SELF,
    # what stays a note and nothing else
    "": None,
    "rumah terkunci": None,
    "tetangga": None,
    "tetangga tidak kenal": None,
    "sudah ditanyakan ke tetangga": None,
    "kata anak tetangga": None,
    "kata orang": None,
    "katanya pindah": None,
    "kata keluarga sebelah": None,
    "kata istrinya": None,
    "bukan kata tetangga": None,
    "bukan tetangga bilang": None,
    "not according to the neighbour": None,
    "tidak berkata RT": None,
    "daughter says the neighbour has the keys": None,
    "neighbour's son says": None,
    "next to the neighbour": None,
    "RT": None,
    "rt": None,
    "minta bersama RT": None,
    "RT 05": None,
    "RT: 05": None,
    "RT 05/RW 02: ujung": None,
    "pindah ke RT 05": None,
    "kosong, RT: kosong": None,
    "menurut data RT": None,
    "kata RW": None,
    "art: 4": None,
    "kata artis": None,
    "kata rtm": None,
}


@pytest.mark.parametrize(("note", "source"), SAID.items())
def test_what_a_note_says(note: str, source: Source | None) -> None:
    assert read_source(note) is source


@pytest.mark.parametrize("note", ["rt", "minta rt", "kata Pak RT nanti", "kata tetangga galak"])
def test_the_reason_of_a_refusal_is_no_source(note: str) -> None:
    for outcome in REFUSALS:
        assert source_of(outcome, note) is SELF
    assert read_line(f"12 M {note}", NOW).source is SELF


def test_what_is_asked_about() -> None:
    assert {RULES[outcome].code for outcome in ASKED} == set("KLPD")
    for outcome in Outcome:
        assert is_asked(outcome, "sejak Mei") is (outcome in ASKED)
        assert not is_asked(outcome, "kata tetangga")
        assert not is_asked(outcome, "Kata keluarganya")


def test_only_what_the_household_answered_is_complete() -> None:
    for outcome in Outcome:
        for source in Source:
            if outcome is Outcome.COMPLETE and source in PROXY:
                with pytest.raises(Problem) as raised:
                    check_source(outcome, source)
                assert raised.value.code == PROBLEMS["complete_by_proxy"]
            else:
                check_source(outcome, source)


LINES = {
    "12 K kata tetangga": NEIGHBOUR,
    "12 K 08:30 RT: sudah lama": RT,
    "12 kosong kemarin kata bu rt": RT,
    "12 P ke Samarinda, says the neighbour": NEIGHBOUR,
    "12 B 3 kata tetangga ibu belum pulang": NEIGHBOUR,
    "12 T kata tetangga ke pasar besok sore": NEIGHBOUR,
    "12 J besok 19:00 kata pak rt": RT,
    "12 K RT 05": SELF,
    "12 S 4": SELF,
}


@pytest.mark.parametrize(("line", "source"), LINES.items())
def test_a_typed_line_says_it_in_its_note(line: str, source: Source) -> None:
    visit = read_line(line, NOW)
    assert visit.source is source
    assert read_line(write_line(visit, NOW), NOW).source is source


NOTHING = st.from_regex(r"[a-z]{3,9}( [a-z]{3,9}){0,3}", fullmatch=True).filter(lambda note: read_source(note) is None)
NAMES = st.sampled_from(["tetangga", "tetangg sebelah", "pak rt", "bu rt", "ketua rt", "RT"])


@given(NOTHING, st.sampled_from(["kata", "menurut", "info dari"]), NAMES, NOTHING)
def test_it_is_read_wherever_it_stands(before: str, says: str, who: str, after: str) -> None:
    expected = NEIGHBOUR if "tetang" in who else RT
    for note in (f"{says} {who} {after}", f"{before}, {says} {who}", f"{before} {says.upper()} {who.title()} {after}"):
        assert read_source(note) is expected


@given(st.text(max_size=80), st.sampled_from(AT_THE_DOOR))
def test_anything_is_read_and_nothing_is_guessed(note: str, outcome: Outcome) -> None:
    source = source_of(outcome, note)
    assert source is SELF or any(word in note.casefold() or not note.isascii() for word in ("tetang", "rt", "neighbo"))
