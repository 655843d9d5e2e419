"""Typed reports: what is understood, what is refused and why, and that writing and reading agree."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.problems import PROBLEMS, Problem, Unsure
from core.typed.batch import (
    LONGEST_NOTE,
    TypedVisit,
    any_begun,
    any_typed,
    lines_of,
    read_line,
    surely_typed,
    write_line,
)
from core.typed.counts import MOST_FAMILIES, MOST_PERSONS
from core.typed.recap import are_recaps
from core.visits.outcomes import AT_THE_DOOR, RULES, Outcome

NOW = datetime(2022, 10, 20, 17, 0, tzinfo=ZoneInfo("Asia/Makassar"))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return NOW.replace(day=day, hour=hour, minute=minute)


UNDERSTOOD = [
    ("12 S 4", TypedVisit(12, Outcome.COMPLETE, 4)),
    ("12 s 4", TypedVisit(12, Outcome.COMPLETE, 4)),
    ("12s4", TypedVisit(12, Outcome.COMPLETE, 4)),
    ("no. 12: selesai 4 orang", TypedVisit(12, Outcome.COMPLETE, 4)),
    ("#12 - SELESAI art 4", TypedVisit(12, Outcome.COMPLETE, 4)),
    ("٢٩ S ٤", TypedVisit(29, Outcome.COMPLETE, 4)),
    ("１２ Ｓ ４", TypedVisit(12, Outcome.COMPLETE, 4)),
    ("12 S 7 2kk", TypedVisit(12, Outcome.COMPLETE, 7, families=2)),
    ("12 S 7 2 KK", TypedVisit(12, Outcome.COMPLETE, 7, families=2)),
    ("12 S 2 kk 7 orang", TypedVisit(12, Outcome.COMPLETE, 7, families=2)),
    ("12 selesai 2 keluarga, 7 orang", TypedVisit(12, Outcome.COMPLETE, 7, families=2)),
    ("12 done 7 people 2 families", TypedVisit(12, Outcome.COMPLETE, 7, families=2)),
    ("12s7 1kk", TypedVisit(12, Outcome.COMPLETE, 7, families=1)),
    ("12 S 7 08:30 2kk ramah", TypedVisit(12, Outcome.COMPLETE, 7, at(20, 8, 30), note="ramah", families=2)),
    ("13 M 2kk sibuk", TypedVisit(13, Outcome.REFUSED, note="2kk sibuk")),
    ("12 S 4 - 08:30", TypedVisit(12, Outcome.COMPLETE, 4, visited_at=at(20, 8, 30))),
    ("12 S 4 08:30", TypedVisit(12, Outcome.COMPLETE, 4, visited_at=at(20, 8, 30))),
    ("12 S 4 08.30 kemarin ramah", TypedVisit(12, Outcome.COMPLETE, 4, at(19, 8, 30), note="ramah")),
    ("12 S 4 kemarin", TypedVisit(12, Outcome.COMPLETE, 4, visited_at=at(19, 12))),
    ("31 B 3 ibu belum pulang", TypedVisit(31, Outcome.PARTIAL, 3, note="ibu belum pulang")),
    ("31 selesai sebagian 3 ibu belum pulang", TypedVisit(31, Outcome.PARTIAL, 3, note="ibu belum pulang")),
    ("13 M sibuk", TypedVisit(13, Outcome.REFUSED, note="sibuk")),
    ("13 menolak sibuk besok sore", TypedVisit(13, Outcome.REFUSED, revisit_at=at(21, 16), note="sibuk")),
    ("13 MK", TypedVisit(13, Outcome.REFUSED_HARD)),
    ("13 menolak keras", TypedVisit(13, Outcome.REFUSED_HARD)),
    ("14 T 08:30", TypedVisit(14, Outcome.NOBODY_HOME, visited_at=at(20, 8, 30))),
    ("14 tidak ada orang", TypedVisit(14, Outcome.NOBODY_HOME)),
    ("15 J besok 19:00", TypedVisit(15, Outcome.APPOINTMENT, revisit_at=at(21, 19))),
    (
        "15 janji 25/10 08.30 ketuk keras",
        TypedVisit(15, Outcome.APPOINTMENT, revisit_at=at(25, 8, 30), note="ketuk keras"),
    ),
    ("16 P ke Samarinda", TypedVisit(16, Outcome.MOVED, note="ke Samarinda")),
    ("16 P ke Samarinda 25/9", TypedVisit(16, Outcome.MOVED, note="ke Samarinda 25/9")),
    ("15 janji · besok, 19:00!", TypedVisit(15, Outcome.APPOINTMENT, revisit_at=at(21, 19))),
    ("13 M sibuk · besok 16.00.", TypedVisit(13, Outcome.REFUSED, revisit_at=at(21, 16), note="sibuk")),
    ("12 · S · 4 ✅ 08:30, kemarin", TypedVisit(12, Outcome.COMPLETE, 4, visited_at=at(19, 8, 30))),
    ("12 | S | (4)", TypedVisit(12, Outcome.COMPLETE, 4)),
    ("1️⃣2️⃣ S 4️⃣", TypedVisit(12, Outcome.COMPLETE, 4)),
    ("1\u200b2 sele\u00adsai\u200f 4", TypedVisit(12, Outcome.COMPLETE, 4)),
    ("18 G 15", TypedVisit(18, Outcome.DUPLICATE, note="15")),
    ("13 M 08:30 pulang besok 16.00", TypedVisit(13, Outcome.REFUSED, 0, at(20, 8, 30), at(21, 16), "pulang")),
    ("13 M besok sore sibuk", TypedVisit(13, Outcome.REFUSED, revisit_at=at(21, 16), note="sibuk")),
    ("13 M nanti saja", TypedVisit(13, Outcome.REFUSED, note="nanti saja")),
    ("13 M anak, istri dan 2 tamu sakit", TypedVisit(13, Outcome.REFUSED, note="anak, istri dan 2 tamu sakit")),
    ("17 K kata tetangga", TypedVisit(17, Outcome.VACANT, note="kata tetangga")),
    ("17 K RT: sejak lebaran", TypedVisit(17, Outcome.VACANT, note="RT: sejak lebaran")),
    ("31 B 3 kata bu rt", TypedVisit(31, Outcome.PARTIAL, 3, note="kata bu rt")),
    ("17 X jadi ruko 2 lantai", TypedVisit(17, Outcome.NO_DWELLING, note="jadi ruko 2 lantai")),
    ("lapor 1 S 4", TypedVisit(1, Outcome.COMPLETE, 4)),
    # the hour of the visit, with its part of the day
    ("13 T 7.30 malam kemarin", TypedVisit(13, Outcome.NOBODY_HOME, visited_at=at(19, 19, 30))),
    ("13 T kemarin malam 7.30", TypedVisit(13, Outcome.NOBODY_HOME, visited_at=at(19, 19, 30))),
    ("13 T tadi pagi", TypedVisit(13, Outcome.NOBODY_HOME, visited_at=at(20, 9))),
    ("14 T jam 9", TypedVisit(14, Outcome.NOBODY_HOME, visited_at=at(20, 9))),
    ("14 T 4.30 sore", TypedVisit(14, Outcome.NOBODY_HOME, visited_at=at(20, 16, 30))),
    ("15 J besok 19:00 tadi 08:30", TypedVisit(15, Outcome.APPOINTMENT, 0, at(20, 8, 30), at(21, 19))),
    ("15 J besok 19:00 08:30 kemarin", TypedVisit(15, Outcome.APPOINTMENT, 0, at(19, 8, 30), at(21, 19))),
    ("14 T 08:30 besok 16:00", TypedVisit(14, Outcome.NOBODY_HOME, 0, at(20, 8, 30), at(21, 16))),
    # persons
    ("16 S 3 laki 2 perempuan", TypedVisit(16, Outcome.COMPLETE, 5)),
    ("16 S 3 laki-laki, 2 perempuan", TypedVisit(16, Outcome.COMPLETE, 5)),
    ("16 S laki 3 perempuan 2", TypedVisit(16, Outcome.COMPLETE, 5)),
    ("17 S 2 dewasa 3 anak", TypedVisit(17, Outcome.COMPLETE, 5)),
    ("17 S 2 dewasa dan 3 anak2 2kk", TypedVisit(17, Outcome.COMPLETE, 5, families=2)),
    ("17 S 5 orang (3 laki 2 perempuan)", TypedVisit(17, Outcome.COMPLETE, 5)),
    ("17 S 4 org", TypedVisit(17, Outcome.COMPLETE, 4)),
    ("17 S empat orang", TypedVisit(17, Outcome.COMPLETE, 4)),
    ("17 S 7/2kk", TypedVisit(17, Outcome.COMPLETE, 7, families=2)),
    ("17 S 3L 2P", TypedVisit(17, Outcome.COMPLETE, 5)),
    ("17 S 5 org (3 L, 2 P)", TypedVisit(17, Outcome.COMPLETE, 5)),
    ("17 S total 6 orang", TypedVisit(17, Outcome.COMPLETE, 6)),
    # outcomes as they are written daily
    ("12 sls 4", TypedVisit(12, Outcome.COMPLETE, 4)),
    ("12 sdh selesai 4 org", TypedVisit(12, Outcome.COMPLETE, 4)),
    ("12 gk ada org", TypedVisit(12, Outcome.NOBODY_HOME)),
    ("12 tidak di rumah", TypedVisit(12, Outcome.NOBODY_HOME)),
    ("17 K tetangga bilang lama pergi", TypedVisit(17, Outcome.VACANT, note="tetangga bilang lama pergi")),
    ("13 M ke pasar besok sore", TypedVisit(13, Outcome.REFUSED, revisit_at=at(21, 16), note="ke pasar")),
    ("31 B 1 10.29 bagian aset belum", TypedVisit(31, Outcome.PARTIAL, 1, at(20, 10, 29), note="bagian aset belum")),
    ("7 MK tidak mau", TypedVisit(7, Outcome.REFUSED_HARD, note="tidak mau")),
    ("12 ga mau, sibuk", TypedVisit(12, Outcome.REFUSED, note="sibuk")),
    ("12 sdh pindah ke bontang", TypedVisit(12, Outcome.MOVED, note="ke bontang")),
    # around a report
    ("pagi pak, 12 S 4 ya makasih", TypedVisit(12, Outcome.COMPLETE, 4, note="ya makasih")),
    ("izin melaporkan ruta no 12 S 4", TypedVisit(12, Outcome.COMPLETE, 4)),
    ("14 T tadi malam", TypedVisit(14, Outcome.NOBODY_HOME, visited_at=at(19, 19))),
    ("31 B 3 bapak tidak di rumah", TypedVisit(31, Outcome.PARTIAL, 3, note="bapak tidak di rumah")),
    ("13 M lagi sholat jumat", TypedVisit(13, Outcome.REFUSED, note="lagi sholat jumat")),
    ("14 T lagi jumatan", TypedVisit(14, Outcome.NOBODY_HOME, note="lagi jumatan")),
    ("13 M besok aja jam 4 sore", TypedVisit(13, Outcome.REFUSED, revisit_at=at(21, 16))),
    ("13 M malas besok sore", TypedVisit(13, Outcome.REFUSED, revisit_at=at(21, 16), note="malas")),
    # what stands in a note and is nothing else
    ("11 T RT 05/12", TypedVisit(11, Outcome.NOBODY_HOME, note="RT 05/12")),
    ("12 M ketemu ketua RT 05/12", TypedVisit(12, Outcome.REFUSED, note="ketemu ketua RT 05/12")),
    ("12 M ketua RT 05/12 besok sore", TypedVisit(12, Outcome.REFUSED, 0, None, at(21, 16), "ketua RT 05/12")),
    ("12 M minta bersama RT 25/10 16:00", TypedVisit(12, Outcome.REFUSED, 0, None, at(25, 16), "minta bersama RT")),
    ("11 P ke Gg. 3 Blok C/27 no. 5", TypedVisit(11, Outcome.MOVED, note="ke Gg. 3 Blok C/27 no. 5")),
    ("13 M bapak sakit sejak 3 minggu", TypedVisit(13, Outcome.REFUSED, note="bapak sakit sejak 3 minggu")),
    ("13 A anjing 2 ekor", TypedVisit(13, Outcome.NO_ACCESS, note="anjing 2 ekor")),
    ("14 T pergi sejak senin", TypedVisit(14, Outcome.NOBODY_HOME, note="pergi sejak senin")),
    ("15 L kembali 20 november", TypedVisit(15, Outcome.AWAY, note="kembali 20 november")),
    ("15 L sampai bulan depan", TypedVisit(15, Outcome.AWAY, note="sampai bulan depan")),
    ("42 D meninggal 3 oktober", TypedVisit(42, Outcome.DECEASED, note="meninggal 3 oktober")),
    ("17 K kosong sejak 2019", TypedVisit(17, Outcome.VACANT, note="kosong sejak 2019")),
    ("17 K pemilik pindah ke Jawa", TypedVisit(17, Outcome.VACANT, note="pemilik pindah ke Jawa")),
    ("13 M tidak ada waktu", TypedVisit(13, Outcome.REFUSED, note="tidak ada waktu")),
    ("31 B 3 data belum lengkap", TypedVisit(31, Outcome.PARTIAL, 3, note="data belum lengkap")),
    ("13 M kerja pagi terus", TypedVisit(13, Outcome.REFUSED, note="kerja pagi terus")),
    # a note in quotation marks says whatever it wants
    ('17 K "pindah ke Jawa, 2 orang, besok"', TypedVisit(17, Outcome.VACANT, note="pindah ke Jawa, 2 orang, besok")),
    ("13 M “nanti jam 5” besok sore", TypedVisit(13, Outcome.REFUSED, 0, None, at(21, 16), "nanti jam 5")),
    ('13 M bilang "jangan datang"', TypedVisit(13, Outcome.REFUSED, note='bilang "jangan datang"')),
]


@pytest.mark.parametrize(("line", "visit"), UNDERSTOOD, ids=[line for line, _ in UNDERSTOOD])
def test_understood(line: str, visit: TypedVisit) -> None:
    assert read_line(line, NOW) == visit


REFUSED = [
    ("halo", "line_without_number"),
    ("S 4", "line_without_number"),
    ("123456 S 4", "line_without_number"),
    ("12", "line_without_outcome"),
    ("12 Q", "line_without_outcome"),
    ("12 selesei 4", "line_outcome_near"),
    ("12 S", "line_without_persons"),
    ("12 S entah", "line_without_persons"),
    ("12 S 0", "number_range"),
    ("12 S 61", "number_range"),
    ("12 S 2kk", "line_without_persons"),
    ("12 S 7 0kk", "number_range"),
    ("12 S 7 21kk", "number_range"),
    ("12 S 2 3kk", "number_range"),
    ("12 S 4 kata tetangga", "complete_by_proxy"),
    ("12 S 4 08:30 menurut Pak RT", "complete_by_proxy"),
    ("12 done 4, neighbour says", "complete_by_proxy"),
    ("13 M sibuk / 14 S 3 kata tetangga", "line_two_reports"),
    ("12 S 4 23:59", "line_in_future"),
    ("12 S 4 25:00", "when_not_understood"),
    ("12 S 4 5", "line_number_unclear"),
    ("12 S 4²", "line_number_unclear"),
    ("12 S ±4", "line_without_persons"),
    ("14 T 0830", "line_number_unclear"),
    ("13 M sibuk besok", "line_without_hour"),
    ("14 T 25/10", "line_without_hour"),
    ("14 T minggu depan", "when_which_day"),
    ("13 M sibuk 10:00", "line_hour_behind"),
    ("13 M sibuk, 10.00 kemarin", "line_time_in_note"),
    ("13 M kemarin sibuk 10:00.", "line_hour_behind"),
    ("12 S 4 ramah 10:00", "line_hour_behind"),
    ("16 P ke Samarinda jam 10.00", "line_hour_behind"),
    ("13 M sibuk 10:00 besok sore", "when_unsure"),
    ("12 S 4 13 M sibuk", "line_two_reports"),
    ("13 M 08:30 sibuk / 14 T pulang 10:00", "line_two_reports"),
    ("13 M sibuk dan 14 T", "line_two_reports"),
    ("13 M sibuk / 14 S 3", "line_two_reports"),
    ("12 S 4, 13 Q, 14 T", "line_two_reports"),
    ("15 J", "line_without_when"),
    ("15 J nanti saja", "line_without_when"),
    ("15 J hari ini 08:00", "when_past"),
    ("13 M sibuk 19/10 16:00", "when_past"),
    ("14 T hari ini 08:00", "when_past"),
    ("14 T 30/9 16:00", "when_past"),
    ("16 P", "line_without_note"),
    ("16 K 😀", "line_without_note"),
    ("16 K " + "x" * 301, "text_too_long"),
]


ASKED = [
    # a letter behind the number, and a second outcome
    ("12A S 4", "line_letter", ["12 S 4"]),
    ("12a ada anjing", "line_letter", ["12 A ada anjing"]),
    ("1l S 4", "line_letter", ["1 S 4", "11 S 4"]),
    ("12C S 4", "line_letter", ["12 S 4"]),
    ("12 A S 4", "line_two_outcomes", ["12 S 4"]),
    ("64 I S 3", "line_two_outcomes", ["64 S 3"]),
    ("18 S 4 M sibuk", "line_two_outcomes", ["18 S 4", "18 M sibuk"]),
    ("18 T menolak", "line_two_outcomes", ["18 T \"menolak\"", "18 M"]),
    ("17 K pindah ke Jawa", "line_two_outcomes", ["17 K \"pindah ke Jawa\"", "17 P ke Jawa"]),
    ("12 S 4 13 M sibuk", "line_two_reports", ["12 S 4", "13 M sibuk"]),
    # a number is no note
    ("15 L 4", "line_number_unclear", ["15 S 4"]),
    ("41 P 4", "line_number_unclear", []),
    ("42 D 2", "line_number_unclear", []),
    ("12K9", "line_number_unclear", []),
    ("1P0", "line_number_unclear", []),
    ("1A0", "line_letter", []),
    ("13 M sibuk 5", "line_number_in_note", ["13 M \"sibuk 5\""]),
    # persons
    ("17 S 4 orang 2 balita", "line_people_unclear", ["17 S 4", "17 S 6"]),
    ("17 S 3 anak", "line_people_unclear", ["17 S 3"]),
    ("17 S suami istri 2 anak", "line_people_unclear", ["17 S 4"]),
    ("17 S bpk ibu + 3 anak", "line_people_unclear", ["17 S 5"]),
    ("17 S 4+1", "line_people_unclear", ["17 S 5"]),
    ("17 S 4 + bayi", "line_people_unclear", ["17 S 5"]),
    ("17 S 4an", "line_people_unclear", ["17 S 4"]),
    ("17 S dua orang dan tiga anak", "line_people_unclear", ["17 S 2", "17 S 5"]),
    # asked, taken back, said anew, or not so
    ("12 S 4?", "line_not_sure", ["12 S 4"]),
    ("12 S 4 eh 5", "line_not_sure", ["12 S 5"]),
    ("12 S 4 salah, 5", "line_not_sure", ["12 S 5"]),
    ("12 S 4 gak jadi", "line_not_sure", ["12 S 4 \"gak jadi\""]),
    ("12 S 4 belum lengkap", "line_not_sure", ["12 B 4 belum lengkap", "12 S 4 \"belum lengkap\""]),
    ("12 kosong orangnya kerja", "line_not_sure", ["12 T orangnya kerja", "12 K \"orangnya kerja\""]),
    ("12 S 4 maksudnya 13 S 4", "line_two_reports", ["13 S 4"]),
    # an outcome that is mistyped, or only hinted at
    ("12 selesei 4", "line_outcome_near", ["12 S 4"]),
    ("12 pergi ke pasar", "line_outcome_near", ["12 T pergi ke pasar", "12 L pergi ke pasar"]),
    ("12 pagar dikunci", "line_outcome_near", ["12 T pagar dikunci", "12 A pagar dikunci"]),
    ("12 besok sore", "line_outcome_near", ["12 J 21/10 16.00"]),
    # a word beside a time
    ("15 J besol jam 7", "line_time_in_note", ["15 J 20/10 19.00 \"besol\""]),
    ("15 J besok 4", "line_number_unclear", ["15 J 21/10 16.00"]),
    ("2x rumah kosong", "line_letter", []),
    ("15 J jangan jam 7", "line_time_in_note", []),
    ("13 M kalau besok sore boleh", "line_time_in_note", []),
    ("12 S 4 2 hari lalu", "line_time_in_note", []),
    ("14 T minggu lalu", "line_time_in_note", []),
    ("12 S 7 di loteng 2kk", "line_people_unclear", ["12 S 7 2kk di loteng", "12 S 7 \"di loteng 2kk\""]),
    ("55 S 4 bapak sakit 2kk", "line_people_unclear", ["55 S 4 2kk bapak sakit", "55 S 4 \"bapak sakit 2kk\""]),
    ("55 S 1 bapak sakit dua kk", "line_people_unclear", ["55 S 1 \"bapak sakit dua kk\""]),
    ("55 S 4 kontrakan 25 kk", "line_people_unclear", ["55 S 4 \"kontrakan 25 kk\""]),
    # times
    ("12 M ketemu ketua RT 05/12 malam", "line_part_unclear", ["12 M ketemu ketua RT 05/12 20/10 19.00"]),
    ("14 T sore", "line_part_unclear", ["14 T 16.00", "14 T 21/10 16.00"]),
    ("8 P pindah ke Samarinda kemarin", "line_time_in_note", ["8 P kemarin 12.00 pindah ke Samarinda"]),
    ("12 S 4 besok", "line_time_in_note", ["12 S 4 \"besok\""]),
    ("12 S 4 ramah senin", "line_time_in_note", ["12 S 4 \"ramah senin\""]),
    ("16 P ke Samarinda 25/9 10:00", "line_time_in_note", ["16 P \"ke Samarinda 25/9 10:00\""]),
    ("13 M 08:30 pulang jam 19.00", "line_hour_behind", ["13 M 08.30 pulang 20/10 19.00"]),
    ("13 M antara 10.00 dan 12.00 sibuk", "line_hour_behind", []),
    ("14 T 08:30 besok", "line_hour_behind", ["14 T 21/10 08.30"]),
    ("14 T 19:00", "line_in_future", ["14 T 20/10 19.00"]),
    ("15 J besok 02:00", "when_unsure", ["15 J 21/10 02.00 dini hari"]),
    ("15 J besok 19:00 08:30", "when_several", []),
    ("15 J minggu depan jam 10", "when_which_day", []),
    ("13 M sibuk WIB", "line_part_unclear", []),
]


@pytest.mark.parametrize(("line", "problem", "guesses"), ASKED, ids=[line for line, _, _ in ASKED])
def test_asked_with_the_good_guess(line: str, problem: str, guesses: list[str]) -> None:
    with pytest.raises(Unsure) as raised:
        read_line(line, NOW)
    assert raised.value.code == PROBLEMS[problem]
    assert [write_line(guess, NOW) for guess in raised.value.guesses] == guesses
    for guess in raised.value.guesses:
        assert read_line(write_line(guess, NOW), NOW) == guess, "a guess that is tapped is accepted"


RECAPS = [
    "15 selesai, 3 menolak, 2 tidak ada orang",
    "hari ini 15 selesai, 3 menolak",
    "15 S, 3 M, 2 T",
    "selesai 15, menolak 3, kosong 1",
    "15 complete and 3 refused",
    "3 menolak, 2 tidak ada orang",
]


@pytest.mark.parametrize("text", RECAPS)
def test_a_recap_is_no_report(text: str) -> None:
    assert any_typed(text)
    for line in lines_of(text):
        with pytest.raises(Problem) as raised:
            read_line(line, NOW)
        assert raised.value.code == PROBLEMS["line_recap"]


def test_a_recap_of_several_lines() -> None:
    assert are_recaps(["15 selesai", "3 menolak", "2 tidak ada orang"])
    assert not are_recaps(["14 T", "3 menolak"])
    assert not are_recaps(["15 selesai 4", "3 menolak"])
    assert not are_recaps(["15 selesai"])


@pytest.mark.parametrize(("line", "problem"), REFUSED, ids=[line[:20] for line, _ in REFUSED])
def test_refused(line: str, problem: str) -> None:
    with pytest.raises(Problem) as raised:
        read_line(line, NOW)
    assert raised.value.code == PROBLEMS[problem]


def test_a_near_miss_is_told() -> None:
    with pytest.raises(Problem) as raised:
        read_line("12 selesei 4", NOW)
    assert raised.value.words.values["near"] == "selesai"


def test_lines_end_with_a_new_line_or_a_semicolon() -> None:
    assert lines_of(" 1 S 4 ;\n\n2 T;3 M sibuk\n😀\n") == ["1 S 4", "2 T", "3 M sibuk"]


def test_the_numbers_of_a_list_are_left_out() -> None:
    assert lines_of("laporan:\n1. 12 S 4\n2. 13 M sibuk") == ["12 S 4", "13 M sibuk"]
    assert lines_of("1. S 4\n2. M sibuk") == ["1. S 4", "2. M sibuk"]
    assert lines_of("2. 12 S 4\n3. 13 M") == ["2. 12 S 4", "3. 13 M"]


def test_lines_of_courtesy_are_no_reports() -> None:
    assert lines_of("Assalamualaikum pak\n12 S 4\nterima kasih 🙏") == ["12 S 4"]
    assert lines_of("pagi pak") == ["pagi pak"]
    assert lines_of("pagi besok\n12 S 4") == ["pagi besok", "12 S 4"]


def test_an_outcome_that_is_denied_is_none() -> None:
    for line in ("12 belum selesai 4", "12 tidak menolak", "12 bukan kosong", "12 not refused"):
        with pytest.raises(Problem) as raised:
            read_line(line, NOW)
        assert raised.value.code == PROBLEMS["line_without_outcome"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\v", "；", "؛", ", "])
def test_other_ends_of_lines(end: str) -> None:
    assert lines_of(f"1 M sibuk{end}2 T") == ["1 M sibuk", "2 T"]


def test_a_comma_ends_a_line_only_between_reports() -> None:
    for line in ("1 M sibuk, 2 anak sakit", "1, S, 4", "1 S 4, ramah, 2 T"):
        assert lines_of(line) == [line]


@pytest.mark.parametrize(
    ("text", "surely", "perhaps"),
    [
        ("1 S 4; 2 T", True, True),
        ("1 S 4 kata tetangga", True, True),
        ("1 S 4; 2 S", True, True),
        ("1 S 4; 2 Q; 3 S 3", True, True),
        ("1 Q; 2 Q; 3 S 3", False, True),
        ("2 kosong", False, True),
        ("pagi\n1 S 4", True, True),
        ("pagi\nsiang\n1 S 4", True, True),
        ("rapat\nlibur\n1 S 4", False, True),
        ("12", False, True),
        ("pak RT bilang besok", False, False),
        ("", False, False),
    ],
)
def test_what_is_meant_as_typed_reports(text: str, surely: bool, perhaps: bool) -> None:
    assert (surely_typed(text, NOW), any_typed(text)) == (surely, perhaps)


def test_what_begins_like_a_report() -> None:
    assert any_begun("depan\n10 K")
    assert not any_begun("2 lantai")
    assert not any_begun("")


NOTES = st.from_regex(r"[a-z]{3,12}( [a-z]{3,12}){0,3}", fullmatch=True)
SAYING = st.sampled_from(["kata tetangga", "menurut Pak RT", "RT:", "tetangg sebelah:", "info dari bu rt"])
MINUTES = st.integers(0, 24 * 60 - 1)


@st.composite
def visits(draw: st.DrawFn) -> TypedVisit:
    outcome = draw(st.sampled_from(AT_THE_DOOR))
    rule = RULES[outcome]
    ago = draw(st.none() | st.integers(0, 40 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes)))
    visited = ago if ago is not None and (NOW.date() - ago.date()).days <= 1 else None
    ahead = NOW + timedelta(minutes=draw(st.integers(1, 20 * 24 * 60)))
    revisit = ahead if outcome is Outcome.APPOINTMENT or (rule.revisit and draw(st.booleans())) else None
    note = draw(NOTES) if rule.note else draw(st.just("") | NOTES)
    if outcome is not Outcome.COMPLETE and draw(st.booleans()):
        note = f"{draw(SAYING)} {note}".strip()
    persons = draw(st.integers(1, MOST_PERSONS)) if rule.counts else 0
    families = draw(st.integers(0, min(persons, MOST_FAMILIES)))
    return TypedVisit(draw(st.integers(0, 99_999)), outcome, persons, visited, revisit, note, families)


@given(visits())
def test_what_is_written_reads_back_to_itself(visit: TypedVisit) -> None:
    read = read_line(write_line(visit, NOW), NOW)
    assert read == visit
    assert read.source is visit.source


CODES = st.sampled_from([RULES[outcome].code for outcome in AT_THE_DOOR])


@given(CODES, CODES, st.sampled_from(["", " 4", " sibuk", " 08:30"]), st.sampled_from(["", " 3", " ke Jawa"]))
@example("S", "M", " 4", " sibuk")
def test_two_outcomes_are_never_accepted(first: str, second: str, behind: str, more: str) -> None:
    if first == second:
        return
    for line in (f"12 {first}{behind} {second}{more}", f"12 {first}{behind} 13 {second}{more}"):
        with pytest.raises(Problem, match=r"line_two_outcomes|line_two_reports|line_without_persons"):
            read_line(line, NOW)


PIECES = st.sampled_from(
    ["12", "7", "S", "M", "mk", "selesai", "menolak", "tidak ada", "J", "besok", "19:00", "08.30", "kemarin", "4",
     "orang", "2kk", "2 kk", "3", "keluarga", "sibuk", "10:00",
     ",", ";", "-", "/", "=", "\n", "😀", "٤", "１２", "x" * 400, "sls", "senin", "25/10", "99:99", "no.",
     "kata tetangga", "RT:", "pak rt", "menurut", "sore", "2 jam lagi", "WIB", "tgl", "jam", "10-11", "sejak", '"',
     "rt", "05/12", "3 laki", "setengah", "kurang", "tadi", "malam minggu", "minggu depan", "sampai", "dini hari"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=8), max_size=12).map(" ".join))
@example("12 J besok 19:00 19:00")
@example("12 S 4 , 08:30")
@example("12 M senin 12 ,")
@example("12 😀 😀 D 😀 x")
@example("12 S 4 orang orang")
@example("12 S 4 1kk 2kk")
@example("12 S 4 kemarin , 2kk 09:00")
@example("13 M kemarin sls 09:00 kemarin")
@example("13 M sls 09:00 , kemarin besok 19:00")
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    for line in lines_of(text):
        try:
            visit = read_line(line, NOW)
        except Problem:
            continue
        assert read_line(write_line(visit, NOW), NOW) == visit, "an accepted line can be written and read back"
        assert (visit.visited_at or NOW) <= NOW
        assert visit.revisit_at is None or visit.revisit_at > NOW
        assert len(visit.note) <= LONGEST_NOTE
        assert bool(visit.persons) == RULES[visit.outcome].counts
        assert visit.families <= visit.persons
