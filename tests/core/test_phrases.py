"""The table of time phrases, seen from Thursday 20 October 2022, 10:00 in Balikpapan: what each means, or that it is
asked. Both faces read it alike: the question when, and a typed line.
"""

import contextlib
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problems import Problem
from core.typed.batch import read_line
from core.typed.line import write_line
from core.typed.past import read_past
from core.typed.when import read_when
from tests.people import WITA

NOW = datetime(2022, 10, 20, 10, 0, tzinfo=WITA)

MEANT = [
    # from now on
    ("2 jam lagi", "20 12:00"), ("dua jam lagi", "20 12:00"), ("sejam lagi", "20 11:00"), ("1 jam lagi", "20 11:00"),
    ("setengah jam lagi", "20 10:30"), ("5 menit lagi", "20 10:05"), ("45 mnt lagi", "20 10:45"),
    ("satu setengah jam lagi", "20 11:30"), ("1 jam setengah lagi", "20 11:30"), ("dalam 3 jam", "20 13:00"),
    ("2 jam kemudian", "20 12:00"), ("3 jam ke depan", "20 13:00"), ("in 2 hours", "20 12:00"),
    ("in an hour", "20 11:00"), ("in half an hour", "20 10:30"), ("2 hours from now", "20 12:00"),
    ("2 hari lagi jam 4 sore", "22 16:00"), ("jam 4 sore 2 hari lagi", "22 16:00"), ("tiga hari lagi pagi", "23 09:00"),
    ("seminggu lagi jam 10", "27 10:00"), ("2 minggu lagi jam 10.00", "3/11 10:00"), ("sehari lagi 16:00", "21 16:00"),
    ("in 2 days at 4pm", "22 16:00"), ("2 hari lagi", None), ("2 bulan lagi jam 10", None),
    # the part of the day on either side of its hour
    ("sore ini jam 5", "20 17:00"), ("malam ini jam 8", "20 20:00"), ("jam 8 malam ini", "20 20:00"),
    ("besok sore sekitar jam 5", "21 17:00"), ("besok jam 5 sore", "21 17:00"), ("sore besok jam 5", "21 17:00"),
    ("jam 5 sore besok", "21 17:00"), ("besok malam jam 7.30", "21 19:30"), ("pagi jam 9 besok", "21 09:00"),
    ("besok siang jam 1", "21 13:00"), ("besok jam 12 siang", "21 12:00"), ("besok jam 11 siang", "21 11:00"),
    ("tomorrow afternoon at 3", "21 15:00"), ("tomorrow at 5 in the afternoon", "21 17:00"),
    ("this evening at 7", "20 19:00"), ("tonight at 8", "20 20:00"), ("5pm tomorrow", "21 17:00"),
    ("tomorrow 12pm", "21 12:00"), ("besok tengah hari", "21 12:00"), ("nanti jam 4", "20 16:00"),
    ("nanti sore kira-kira jam 4", "20 16:00"), ("besok jam 5 sore ya pak", "21 17:00"),
    ("besok sore jam 5an", "21 17:00"),
    ("selamat pagi, besok jam 9 pagi", "21 09:00"), ("besok jam 8 siang", None), ("besok jam 10 sore", None),
    ("besok jam 15 pagi", None),
    # an hour is meant at hours of visiting
    ("jam 2", "20 14:00"), ("jam dua", "20 14:00"), ("jam 4", "20 16:00"), ("besok jam 2", "21 14:00"),
    ("besok jam 8", "21 08:00"), ("jam 11", "20 11:00"), ("jam 6", "20 18:00"),
    ("besok 4.30", "21 16:30"), ("jam 9", None), ("jam 8", None), ("besok jam 12 malam", None),
    ("besok jam 7", None), ("besok 7.30", None), ("besok jam 8 kurang 10", None), ("jam 7", "20 19:00"),
    ("jam 0", None),
    ("besok jam 7 pagi", "21 07:00"), ("besok 07.30", "21 07:30"),
    ("besok jam 1 malam", None),
    ("16:00", "20 16:00"), ("16.00", "20 16:00"), ("08:30", "21 08:30"), ("besok 06:30", "21 06:30"),
    ("besok 21:45", "21 21:45"), ("besok 02:00 dini hari", "21 02:00"), ("besok tengah malam", None),
    # halves and quarters
    ("besok jam setengah 5", "21 16:30"), ("jam setengah lima sore", "20 16:30"), ("besok setengah 9 pagi", "21 08:30"),
    ("besok jam 5 kurang seperempat", "21 16:45"), ("besok jam 10 lewat 15", "21 10:15"),
    ("besok jam 5 kurang 10", "21 16:50"),
    ("besok jam 10 lebih seperempat", "21 10:15"), ("tomorrow at half past 5 pm", "21 17:30"),
    ("tomorrow at quarter to five pm", "21 16:45"), ("jam 5 kurang", None),
    # prayers
    ("habis magrib", "20 18:30"), ("besok setelah isya", "21 20:00"), ("besok ba'da ashar", "21 16:00"),
    ("sesudah zuhur", "20 13:00"), ("besok habis sholat magrib", "21 18:30"), ("habis jumatan", "21 13:00"),
    ("besok habis magrib jam 7", "21 19:00"), ("besok subuh", None),
    # days of the week and their nights
    ("pukul 16.00 pada hari Senin", "24 16:00"), ("jam 10 jum’at", "21 10:00"), ("jam 10 Jum'at", "21 10:00"),
    ("Jum`at jam 10", "21 10:00"), ("jumat jam 10 pagi", "21 10:00"), ("hari Sabtu, jam 10", "22 10:00"),
    ("senen 10.00", "24 10:00"),
    ("minggu pagi", "23 09:00"), ("hari minggu jam 10", "23 10:00"), ("ahad jam 10", "23 10:00"),
    ("kamis 10:00", "27 10:00"), ("kamis sore", None), ("kamis jam 14", None), ("kamis ini jam 4", "20 16:00"),
    ("senin minggu depan jam 9", "24 09:00"), ("rabu pekan depan jam 9", "26 09:00"),
    ("jumat minggu depan 10.00", "28 10:00"),
    ("minggu depan hari senin jam 9", "24 09:00"), ("sabtu minggu ini jam 9", "22 09:00"),
    ("minggu besok jam 10", None),
    ("besok hari jumat jam 10", "21 10:00"), ("jumat besok jam 10", "21 10:00"), ("sabtu besok jam 10", None),
    ("setelah sholat jumat", "21 13:00"), ("malem minggu", "22 19:00"),
    ("malam minggu", "22 19:00"), ("malam minggu jam 8", "22 20:00"), ("jam 8 malam minggu", "22 20:00"),
    ("malam jumat", "20 19:00"), ("malam senin", "23 19:00"), ("sabtu malam", "22 19:00"), ("minggu malam", "23 19:00"),
    ("next Monday at 10", "24 10:00"), ("senin depan jam 10", "24 10:00"), ("on Monday 4pm", "24 16:00"),
    ("minggu depan jam 10", None), ("minggu ini jam 10", None), ("next week 10am", None), ("sabtu depan jam 10", None),
    ("akhir pekan jam 10", None), ("bulan depan", None), ("malam minggu depan", None),
    # dates
    ("jam 10 pagi tgl 3 nov", "3/11 10:00"), ("3 nov jam 10 pagi", "3/11 10:00"), ("tgl 5 sore", "5/11 16:00"),
    ("tanggal 25 jam 9", "25 09:00"), ("jam 9 tgl 25", "25 09:00"), ("tgl 20 sore", "20 16:00"),
    ("tgl 1 bulan depan jam 9", "1/11 09:00"), ("tgl 25 bulan ini jam 9", "25 09:00"),
    ("tgl 25 bln 10 jam 9", "25 09:00"), ("hari jumat tgl 21 jam 10", "21 10:00"), ("senin tgl 31 jam 10", "31 10:00"),
    ("senin 31 okt jam 10", "31 10:00"), ("senin tgl 25 jam 10", None), ("tanggal dua puluh lima jam 9", "25 09:00"),
    ("25 Okt 10.00", "25 10:00"),
    ("25 Oct 10am", "25 10:00"), ("1 Nop 10.00", "1/11 10:00"), ("1 November 10.00", "1/11 10:00"),
    ("Nov 3 at 10am", "3/11 10:00"),
    ("3 Des 10.00", "3/12 10:00"), ("25/10 08.30", "25 08:30"), ("25-10 08:30", "25 08:30"),
    ("25/10/22 10.00", "25 10:00"),
    ("25/10/2022 10.00", "25 10:00"), ("2022-10-25 10:00", "25 10:00"), ("25.10.2022 jam 10", "25 10:00"),
    ("25-Okt-2022 10:00", "25 10:00"), ("Senin, 24 Oktober jam 10", "24 10:00"), ("senin 24/10 10:00", "24 10:00"),
    ("senin 25/10 10:00", None), ("31/2 10:00", None), ("25/13 10:00", None), ("tgl 40 jam 11", None),
    ("tgl 0 jam 11", None),
    # a range is its beginning
    ("jam 3-4 sore", "20 15:00"), ("jam 2-4", "20 14:00"), ("besok jam 10-11 pagi", "21 10:00"),
    ("besok 10.00-11.00", "21 10:00"),
    ("besok 10:00 - 12:00", "21 10:00"), ("antara jam 3 dan 4", "20 15:00"),
    ("besok antara jam 3 dan jam 5 sore", "21 15:00"),
    ("besok jam 3 sampai 5 sore", "21 15:00"), ("besok jam 3 s/d 5 sore", "21 15:00"),
    ("besok 9 pagi - 11 pagi", "21 09:00"),
    ("besok 10-11", "21 10:00"), ("between 3 and 4 pm tomorrow", "21 15:00"), ("jam 10-11 pagi", None), ("10-11", None),
    # as it is typed in a hurry
    ("besuk jam 4 sore", "21 16:00"), ("lsa jm 9", "22 09:00"), ("ntr sore", "20 16:00"),
    ("ntar mlm jam 8", "20 20:00"),
    ("besok malem jam 8", "21 20:00"), ("besok jam 9 malem", "21 21:00"), ("stlh mghrb", "20 18:30"),
    ("bakda isya", "20 20:00"), ("besok stgh 8 pg", "21 07:30"), ("besok jam 1/2 5 sore", "21 16:30"),
    ("½ jam lagi", "20 10:30"), ("30 menitan lagi", "20 10:30"), ("2 jam-an lagi", "20 12:00"),
    ("3hr lg jam 9", "23 09:00"),
    ("besok siang bolong", "21 13:00"), ("agak sorean", "20 16:00"), ("besok pagi sekali", "21 09:00"),
    ("besok jam 8 an", "21 08:00"), ("besok jam 1630", "21 16:30"), ("besok jam 4 30 sore", "21 16:30"),
    ("besok jam dua puluh", "21 20:00"), ("hr ini jam 4", "20 16:00"), ("tmr 4pm", "21 16:00"),
    ("day after tomorrow 10:00", "22 10:00"), ("the day after tomorrow at 4pm", "22 16:00"),
    ("the day before yesterday 16:00", None), ("tomorrow half 5", None), ("tomorrow noon", "21 12:00"),
    ("Oct 25th at 4pm", "25 16:00"), ("sebelum magrib", None), ("sblm jam 4", None), ("jangan jam 4", None),
    ("besok atau lusa jam 10", None), ("besol jam 4", None), ("sbtuu jam 4", None),
    # zones
    ("besok 16:00 WIB", "21 17:00"), ("besok 16:00 WITA", "21 16:00"), ("besok 16:00 WIT", "21 15:00"),
    ("jam 2 WIB", "20 15:00"),
    ("WIB", None), ("besok WIB", None),
    # two of a kind, or something else
    ("besok lusa sabtu 10:00", None), ("lusa hari sabtu 10:00", "22 10:00"), ("besok sabtu 10:00", None),
    ("10:00 11:00", None),
    ("besok pagi sore", None),
    ("besok 10:00 jam 11", None),
    ("2 jam lagi jam 4", None), ("besok 2 jam lagi", None), ("2 jam lagi WIB", None), ("2 jam lagi sore", None),
    ("besok 2 hari lagi jam 11", None), ("besok jam 10 WIB WITA", None), ("besok", None),
    ("25/10", None),
    ("kapan-kapan", None), ("kemarin 10:00", None), ("sebelum jam 10", None), ("besok 10:00 rumah 5", None),
    ("-5", None),
    ("besok 25:00", None), ("besok 24:00", None), ("besok 24.30", None), ("besok 10:75", None), ("besok 10:60", None),
    ("", None), ("99999999", None),
]  # fmt: skip
IN_A_LINE_A_NOTE = {"besok jam 5 sore ya pak", "selamat pagi, besok jam 9 pagi", "besok 10:00 rumah 5", "jam 5 kurang"}
"""Words that the question when has no use for are a note behind a report."""


def instant(said: str) -> datetime:
    """`20 12:00` and `3/11 10:00` as instants of 2022."""
    day, hour = said.split()
    number, _, month = day.partition("/")
    hours, minutes = map(int, hour.split(":"))
    return NOW.replace(month=int(month or 10), day=int(number), hour=hours, minute=minutes)


@pytest.mark.parametrize(("phrase", "meant"), MEANT, ids=[phrase or "nothing" for phrase, _ in MEANT])
def test_the_question_when(phrase: str, meant: str | None) -> None:
    if meant is not None:
        assert read_when(phrase, NOW) == instant(meant)
        return
    with pytest.raises(Problem, match=r"when_not_understood|when_which_day|when_unsure"):
        read_when(phrase, NOW)


UNCERTAIN = r"^(when_(unsure|which_day|several|not_understood)|line_(number_unclear|time_in_note|without_(when|hour)))$"


@pytest.mark.parametrize(("phrase", "meant"), MEANT, ids=[phrase or "nothing" for phrase, _ in MEANT])
def test_a_typed_appointment(phrase: str, meant: str | None) -> None:
    if phrase in IN_A_LINE_A_NOTE:
        return
    if meant is None:
        with pytest.raises(Problem, match=UNCERTAIN):
            read_line(f"12 J {phrase}", NOW)
        return
    visit = read_line(f"12 J {phrase}", NOW)
    assert (visit.revisit_at, visit.note) == (instant(meant), "")
    assert read_line(write_line(visit, NOW), NOW) == visit


SAME = {
    "09:00": "pagi pg morning",
    "13:00": "siang siangan",
    "15:00": "afternoon",
    "16:00": "sore sorean soree",
    "18:00": "petang",
    "19:00": "malam mlm malem mlem malm mlam evening night",
    "13:00 ": "zuhur dzuhur dhuhur zhuhur dzhuhur lohor luhur duhur",
    "16:00 ": "asar ashar asyar",
    "18:30": "magrib maghrib mahgrib mgrb mghrb mgrib magrip",
    "20:00": "isya isyak isa isha",
}
"""The hour that a part of the day stands for, or that of a visit after a prayer, however it is written."""


@pytest.mark.parametrize(("hour", "word"), [(hour, word) for hour, words in SAME.items() for word in words.split()])
def test_a_part_of_the_day_however_it_is_written(hour: str, word: str) -> None:
    assert f"{read_when(f'besok {word}', NOW):%d %H:%M}" == f"21 {hour.strip()}"


BETWEEN = {
    "pagi pg": (1, 11), "siang siangan": (10, 15), "sore sorean": (14, 19), "petang": (16, 19), "am morning": (0, 11),
    "pm": (12, 23), "afternoon": (12, 18), "evening": (16, 23), "malam mlm malem": (18, 23), "night": (18, 23),
}  # fmt: skip
"""The hours that may be meant with a part of the day: the first and the last."""


@pytest.mark.parametrize(
    ("word", "first", "last"), [(word, *span) for words, span in BETWEEN.items() for word in words.split()]
)
def test_an_hour_with_a_part_of_the_day_shows_the_same_on_a_clock_of_twelve(word: str, first: int, last: int) -> None:
    """Every hour of the part is read, and none beyond it."""
    read = {}
    for hour in range(1, 13):
        with contextlib.suppress(Problem):
            read[hour] = read_when(f"besok jam {hour} {word}", NOW).hour
    assert all(hour % 12 == meant % 12 and first <= meant <= last for hour, meant in read.items())
    assert sorted(read.values()) == list(range(first, last + 1))


def test_the_table_is_long_and_in_both_languages() -> None:
    assert len({phrase for phrase, _ in MEANT}) == len(MEANT) > 120


HAS_BEEN = [
    ("08:15", "20 08:15"), ("8.15", "20 08:15"), ("jam 8", "20 08:00"), ("tadi pagi", "20 09:00"),
    ("tadi jam 9", "20 09:00"),
    ("kemarin 16:30", "19 16:30"), ("7.30 malam kemarin", "19 19:30"), ("kemarin malam jam 7.30", "19 19:30"),
    ("kemarin jam 4", "19 16:00"), ("kemarin jam setengah 5", "19 16:30"), ("kemarin sore", "19 16:00"),
    ("kemarin dulu jam 9", "18 09:00"), ("the day before yesterday 16:00", "18 16:00"),
    ("kemarin lusa jam 9", "18 09:00"), ("tadi malam", "19 19:00"), ("td mlm jam 8", "19 20:00"),
    ("rabu 08:30", "19 08:30"), ("jumat jam 10", "14 10:00"),
    ("kamis 10:00", "20 10:00"), ("malam minggu", "15 19:00"), ("malam minggu jam 8", "15 20:00"),
    ("tgl 18 jam 9", "18 09:00"),
    ("17 okt 08.30", "17 08:30"), ("yesterday 4pm", "19 16:00"), ("kemarin 16:00 WIB", "19 17:00"), ("kemarin", None),
    ("jam 11", None), ("besok 08:00", None), ("kemarin 10:00 11:00", None), ("08:15 ramah", None),
    ("minggu depan jam 9", None),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "meant"), HAS_BEEN, ids=[phrase for phrase, _ in HAS_BEEN])
def test_an_hour_that_has_been(phrase: str, meant: str | None) -> None:
    if meant is not None:
        assert read_past(phrase, NOW) == instant(meant)
        return
    with pytest.raises(Problem, match=r"hour_to_come|hour_not_understood"):
        read_past(phrase, NOW)


DAYS = ["besok", "rabu", "senin", "sabtu", "25/10", "3 nov", "tgl 6"]
HOURS = ["10:00", "16.30", "jam 3 sore", "jam 11", "19:00"]


@given(st.permutations(DAYS), st.permutations(HOURS))
def test_two_days_or_two_hours_are_never_accepted(days: list[str], hours: list[str]) -> None:
    (day, other), (hour, later) = days[:2], hours[:2]
    for time in (f"{day} {other} {hour}", f"{day} {hour} {later}", f"{day} {hour} {other}"):
        for line in (f"12 J {time}", f"13 M sibuk {time}"):
            with pytest.raises(Problem, match="when_several"):
                read_line(line, NOW)
        with pytest.raises(Problem, match="when_not_understood"):
            read_when(time, NOW)


@given(st.sampled_from(DAYS), st.sampled_from(HOURS), st.sampled_from(["", "sekitar ", "pada ", "kira-kira "]))
def test_a_day_and_an_hour_are_read_in_either_order(day: str, hour: str, loose: str) -> None:
    assert read_when(f"{day} {loose}{hour}", NOW) == read_when(f"{hour} {day}", NOW)
