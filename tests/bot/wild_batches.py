"""Wild batches: messages of typed reports whose meaning is known, because it was there before the words.

This is a model of its own and uses nothing of core/typed/batch.py. A line is written from a meaning (or from nothing
that may be accepted), and then distorted in ways that people and phones distort, and that change no meaning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from tests.people import ANIS, MORNING, WITA

NOW = datetime(2022, 10, 20, 15, 37, tzinfo=WITA)
"""Thursday afternoon."""
assert MORNING < NOW
USUAL = datetime.max.replace(tzinfo=WITA)
"""Some hour to come: a line that names none leaves it to the bot, which has rules of its own for it."""

WORDS = {
    "complete": ("S", "selesai", "lengkap", "complete", "done"),
    "partial": ("B", "selesai sebagian", "sebagian", "partly complete"),
    "appointment": ("J", "janji", "janji kunjungan ulang", "appointment"),
    "nobody_home": ("T", "tidak ada orang", "tdk ada orang", "nobody home"),
    "away": ("L", "bepergian", "bepergian lama", "away"),
    "refused": ("M", "menolak", "tolak", "refused"),
    "refused_hard": ("MK", "menolak keras", "refused firmly"),
    "unable": ("I", "tidak bisa", "tidak bisa diwawancara"),
    "no_access": ("A", "akses ditutup", "no access"),
    "moved": ("P", "pindah", "moved out"),
    "vacant": ("K", "kosong", "rumah kosong", "vacant"),
    "no_dwelling": ("X", "bangunan tidak ada", "no dwelling"),
    "deceased": ("D", "meninggal", "deceased"),
    "duplicate": ("G", "ganda", "duplicate"),
}
COUNTING = ("complete", "partial")
OPEN = ("appointment", "nobody_home", "refused", "refused_hard")
NOTES = ("ke rumah anak", "ibu belum pulang", "satpam melarang", "di loteng", "pagar terkunci", "dekat rumah pak rt")
SAYING = {"kata tetangga": "neighbour", "sudah lama, kata pak rt": "rt", "menurut bu RT": "rt", "RT: sudah lama": "rt"}
"""Notes that say who says so."""
REASONS = {"sibuk": "busy", "tidak mau": "unwilling", "tidak percaya": "distrust", "minta rt": "wants_rt", "": "other"}
AHEAD = {
    "besok 19:00": (21, 19, 0), "lusa 16.00": (22, 16, 0), "sabtu 09:00": (22, 9, 0), "besok sore": (21, 16, 0),
    "2 jam lagi": (20, 17, 37), "hari ini jam 5 sore": (20, 17, 0), "besok sore sekitar jam 5": (21, 17, 0),
    "senin pukul 16.00": (24, 16, 0), "malam minggu": (22, 19, 0), "besok jam 3-4 sore": (21, 15, 0),
    "23/10 10:30": (23, 10, 30), "tomorrow 4pm": (21, 16, 0), "senin pagi": (24, 9, 0), "hari ini 17:15": (20, 17, 15),
}  # fmt: skip
TURNED = {
    "jam 4 sore besok": (21, 16, 0), "sore ini jam 5": (20, 17, 0), "pukul 16.00 pada hari Senin": (24, 16, 0),
    "jam 10-11 pagi besok": (21, 10, 0), "jam 10 pagi tgl 3 nov": (34, 10, 0), "19:00 lusa": (22, 19, 0),
}  # fmt: skip
"""Behind an appointment the hour may come first."""
HOURS = {"08:15": (8, 15), "8.15": (8, 15), "10:05": (10, 5), "14.59": (14, 59)}
LATE = {"19:30": (19, 30), "21.05": (21, 5)}


@dataclass(frozen=True)
class Meaning:
    """What one line says, as the database should have it. note: its letters, in lower case."""

    no: int
    outcome: str
    persons: int = 0
    families: int = 0
    visited_at: datetime = NOW
    revisit_at: datetime | None = None
    reason: str = ""
    note: str = ""
    source: str = "self"


@dataclass(frozen=True)
class Line:
    """A line as the parts that may be set apart in any way, and what it means; None: it must not be accepted."""

    parts: tuple[str, ...]
    means: Meaning | None


def letters(text: str) -> str:
    """What of a note is compared: its letters and digits."""
    return "".join(char for char in text.casefold() if char.isascii() and char.isalnum())


def at(day: int, hour: int, minute: int) -> datetime:
    """An instant of the month, or of the next one, on the clock of Balikpapan."""
    return NOW.replace(day=1, hour=hour, minute=minute) + timedelta(days=day - 1)


def good_line(random: Random, no: int) -> Line:
    """A line that says something, and what it says."""
    outcome = random.choice(list(WORDS))
    parts = [str(no), random.choice(WORDS[outcome])]
    persons = families = 0
    revisit: datetime | None = None
    reason = note = ""
    if outcome in COUNTING:
        persons = random.randint(1, 60)
        parts.append(random.choice((f"{persons}", f"{persons} orang", f"{persons} jiwa")))
        families = 1
        if persons > 3 and random.random() < 0.3:
            families = random.randint(1, 3)
            parts.append(f"{families}kk")
    if outcome == "appointment":
        said, (day, hour, minute) = random.choice(list((AHEAD | TURNED).items()))
        parts.append(said)
        revisit = at(day, hour, minute)
    visited = NOW
    if random.random() < 0.4 and outcome != "appointment":
        said, visited = hour_of_visit(random)
        parts.append(said)
    if outcome in ("refused", "refused_hard"):
        note = random.choice(list(REASONS))
        reason = REASONS[note]
    elif outcome not in ("complete", *OPEN) or random.random() < 0.2:
        note = random.choice((*NOTES, *SAYING))
    parts += [note] if note else []
    if outcome in OPEN and revisit is None:
        revisit = USUAL
        if random.random() < 0.4:
            said, (day, hour, minute) = random.choice(list(AHEAD.items()))
            parts.append(said)
            revisit = at(day, hour, minute)
    source = SAYING.get(note, "self")
    if outcome == "complete" and source != "self":  # nobody but the household gives a complete interview
        return Line(tuple(parts), None)
    when = (visited, revisit)
    return Line(tuple(parts), Meaning(no, outcome, persons, families, *when, reason, letters(note), source))


def hour_of_visit(random: Random) -> tuple[str, datetime]:
    """An hour that has passed, today or yesterday."""
    if random.random() < 0.5:
        said, (hour, minute) = random.choice(list(HOURS.items()))
        return said, at(20, hour, minute)
    said, (hour, minute) = random.choice(list((HOURS | LATE).items()))
    return random.choice((f"{said} kemarin", f"kemarin {said}")), at(19, hour, minute)


def bad_line(random: Random, no: int) -> Line:
    """A line that nobody can be sure of."""
    n, other = str(no), str(random.randint(1, ANIS))
    code = random.choice(("S", "selesai", "complete"))
    bad: tuple[tuple[str, ...], ...] = (
        (n, random.choice(("Q", "Z", "SS", "TT", "selesei", "menolk", "janjii", "pndah", "tdk", "q w e")), "4"),
        (n, code),
        (n, code, random.choice(("entah", "4-5", "3,5", "4/5", "ada 4", "±4", "4½", "4²", "IV"))),
        (n, code, random.choice(("0", "61", "99", "100", "999", "00", "1000"))),
        (n, code, "4", random.choice(("5", "0830", "17", "9/9", "..5"))),
        (n, code, "4", random.choice(("0kk", "21kk", "5kk"))),
        (n, code, "4", random.choice(("23:59", "16:00", "25:00", "12:75"))),
        (n, "J"), (n, "J", "nanti saja"), (n, "J", "kemarin 10:00"), (n, "J", "hari ini 08:00"), (n, "J", "32/10 9:00"),
        (n, random.choice(("P", "K", "L", "meninggal", "ganda"))),
        (n, "B", "4"), (n, "B", "ibu belum pulang"),
        (n, "P", "x" * 301), (n, "M", "sibuk sekali " * 30),
        (n, other, "S", "4"), (f"{n}-{other}", "S", "4"), (f"{n} {other}", "T"), (f"{n}.{other}", "T"),
        (str(random.choice((0, 61, 64, 99, 400, 99999, 123456))), "S", "4"),
        ("S", "4"), ("selesai",), ("nomor", "S", "4"), ("dua belas", "S", "4"), ("siti", "T"),
        (f"{n} T dan {other} T",), (f"{n} S 4 / {other} M sibuk",), (f"{n} M sibuk + {other} S 3",),
        (n, "T", random.choice(("besok", "23:58", "8", "0830"))) if random.random() < 0.5 else (n, "?"),
        (f"{n}A", "S", "4"), (f"{n}K9",), (f"{n}P0",), (n, random.choice("LPD"), "4"), (n, "S", "4", "M", "sibuk"),
        (n, "T", "menolak"), (n, "S", "4 orang", "2 balita"), (n, "M", "sibuk", "5"), (n, "J", "minggu depan jam 10"),
        (n, "J", "besok", "sabtu", "10:00"), (n, "J", "besok", "10:00", "11:00"), (n, "J", "20 desember", "10.00"),
        (n, "M", "sibuk", "10:00"), (n, "P", "ke Samarinda", "kemarin"), (n, "J", "besok", "02:00"),
    )  # fmt: skip
    chosen = random.choice([parts for parts in bad if parts != (n, "T", "besok")])
    return Line(chosen, None)


EMOJI = ("✅", "👍🏽", "👨‍👩‍👧", "🏠", "❤️", "🇮🇩", "😀😀", "•", "*")
INVISIBLE = (
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u200e",
    "\u200f",
    "\u00ad",
    "\ufe0f",
    "\u2066",
    "\u2069",
)
BLANKS = ("  ", "\t", "\u00a0", "\u3000", "\u2009", "\u202f")
BETWEEN = (", ", " - ", " – ", " , ", ". ", " • ", " ✅ ", " | ", " / ", ": ", " = ", " · ", " _ ", " ... ")
BEFORE = ("", "- ", "* ", "• ", "👉 ", "No. ", "no ", "nomor ", "#", "  ", "(")
AFTER = ("", "", ".", "!", " 👍", " 🙏🏽🙏🏽", "...", " .", ",", "  ", "\t", " ✅✅")
ENDS = ("\n", "\n", "\n\n", "\r\n", "\r", ";", " ; ", ";\n", "\u2028", "\u2029", "\x85", "；", "؛", "\n \n", "\v")
DIGITS = {"arabic": 0x0660, "persian": 0x06F0, "devanagari": 0x0966, "full width": 0xFF10}


def spelled(random: Random, line: Line) -> str:
    """The line as somebody types it; what it means is still the same."""
    between = random.choice((" ", *BLANKS, *BETWEEN)) if random.random() < 0.5 else " "
    text = line.parts[0]
    for part in line.parts[1:]:
        text += random.choice((between, " ")) + part
    if random.random() < 0.3:
        text = random.choice(BEFORE) + text + random.choice(AFTER)
    for distort in random.sample(DISTORTIONS, k=random.choice((0, 0, 1, 1, 2, 3))):
        text = distort(random, text)
    return text


def _case(random: Random, text: str) -> str:
    way = random.choice((str.upper, str.lower, str.title, str.swapcase))
    return way(text)


def _digits(random: Random, text: str) -> str:
    zero = random.choice(list(DIGITS.values()))
    return "".join(chr(zero + int(char)) if char in "0123456789" else char for char in text)


def _wide(random: Random, text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _invisible(random: Random, text: str) -> str:
    for _ in range(random.randint(1, 6)):
        place = random.randint(0, len(text))
        text = text[:place] + random.choice(INVISIBLE) + text[place:]
    return text


def _blanks(random: Random, text: str) -> str:
    return "".join(random.choice((char, *BLANKS)) if char == " " else char for char in text)


def _emoji(random: Random, text: str) -> str:
    return random.choice((f"{random.choice(EMOJI)} {text}", f"{text} {random.choice(EMOJI)}"))


DISTORTIONS: tuple[Callable[[Random, str], str], ...] = (_case, _digits, _wide, _invisible, _blanks, _emoji)


def batch(random: Random) -> tuple[str, list[Line], list[str]]:
    """A message, its lines, and how each was spelled."""
    number = random.choice((1, 2, 3, 3, 4, 5, 8, 12, 40))
    numbers = random.sample(range(1, ANIS + 1), k=number)
    share = random.choice((0.0, 0.1, 0.3, 1.0))
    lines = [bad_line(random, no) if random.random() < share else good_line(random, no) for no in numbers]
    written = [spelled(random, line) for line in lines]
    text = written[0] + "".join(random.choice(ENDS) + each for each in written[1:])
    return random.choice(("", "", "/ketik ", "/type\n")) + text, lines, written
