"""The head of a line: which household, and which outcome."""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

from core.problems import Problem
from core.typed.tokens import MARK, WORD, Token, tokens_of
from core.visits.outcomes import AT_THE_DOOR, RULES, Outcome

PHRASES: dict[Outcome, tuple[str, ...]] = {
    Outcome.COMPLETE: ("selesai", "lengkap", "complete", "done"),
    Outcome.PARTIAL: ("selesai sebagian", "sebagian", "partial", "partly complete"),
    Outcome.APPOINTMENT: ("janji kunjungan ulang", "janji datang lagi", "janji", "janjian", "appointment"),
    Outcome.NOBODY_HOME: ("tidak ada orang", "tdk ada orang", "tidak ada", "nobody home", "not home"),
    Outcome.AWAY: ("bepergian lama", "bepergian", "away for long", "away"),
    Outcome.REFUSED: ("menolak lunak", "menolak", "tolak", "refused", "refusal"),
    Outcome.REFUSED_HARD: ("menolak keras", "tolak keras", "refused firmly", "hard refusal"),
    Outcome.UNABLE: (
        "tidak bisa diwawancara", "tak bisa menjawab", "tidak bisa", "unable to be interviewed",
        "unable to answer", "unable",
    ),
    Outcome.NO_ACCESS: ("akses ditutup", "tidak bisa masuk", "no access"),
    Outcome.MOVED: ("pindah", "moved out", "moved"),
    Outcome.VACANT: ("rumah kosong", "kosong", "vacant house", "vacant"),
    Outcome.NO_DWELLING: ("bangunan tidak ada", "no such dwelling", "no dwelling"),
    Outcome.DECEASED: ("meninggal", "deceased"),
    Outcome.DUPLICATE: ("ganda", "duplicate"),
}
SPELLINGS = {phrase: outcome for outcome, phrases in PHRASES.items() for phrase in phrases}
ALSO: dict[Outcome, tuple[str, ...]] = {
    Outcome.COMPLETE: (
        "sls", "slesai", "slsai", "selsai", "sudah selesai", "sdh selesai", "sdh slesai", "udah selesai", "beres",
    ),
    Outcome.NOBODY_HOME: (
        "tidak ada org", "tdk ada org", "ga ada orang", "ga ada org", "gak ada orang", "gak ada org", "gk ada orang",
        "gk ada org", "gaada orang", "gaada org", "nggak ada orang", "ngga ada orang", "tak ada orang", "tak ada org",
        "ndak ada orang", "ndak ada org", "nda ada orang", "nda ada org", "tidak di rumah", "tidak dirumah",
        "tdk di rumah", "tdk dirumah", "ga di rumah", "gak di rumah", "gk di rumah", "ga dirumah", "gak dirumah",
    ),
    Outcome.REFUSED: (
        "nolak", "mnolak", "ditolak", "tidak mau", "tdk mau", "ga mau", "gak mau", "gk mau", "nggak mau",
        "tidak bersedia", "tdk bersedia", "gak bersedia", "ga bersedia",
    ),
    Outcome.REFUSED_HARD: ("nolak keras", "mnolak keras"),
    Outcome.MOVED: ("sudah pindah", "sdh pindah", "udah pindah", "pindah rumah"),
    Outcome.DECEASED: ("sudah meninggal", "sdh meninggal", "wafat", "meninggal dunia"),
}  # fmt: skip
"""How the outcomes are written daily, too; in a note they are ordinary sentences."""
SAYS_SO = frozenset(phrase for phrases in ALSO.values() for phrase in phrases)
SPELLINGS |= {phrase: outcome for outcome, phrases in ALSO.items() for phrase in phrases}
SPELLINGS |= {RULES[outcome].code.casefold(): outcome for outcome in AT_THE_DOOR}
BEGIN_LONGER = frozenset(phrase.split()[0] for phrase in SPELLINGS if " " in phrase)
LONGEST_PHRASE = max(len(phrase.split()) for phrase in SPELLINGS)
LONGEST_WORD = 30
"""A longer word is none that was mistyped."""
HINTS: dict[str, tuple[Outcome, ...]] = {
    **dict.fromkeys(("pergi", "keluar"), (Outcome.NOBODY_HOME, Outcome.AWAY)),
    **dict.fromkeys(("kerja", "sekolah", "kepasar"), (Outcome.NOBODY_HOME,)),
    **dict.fromkeys(("mudik", "pulkam", "merantau", "dinas"), (Outcome.AWAY,)),
    **dict.fromkeys(("tutup", "dikunci", "terkunci", "digembok", "tergembok", "pagar"),
                    (Outcome.NOBODY_HOME, Outcome.NO_ACCESS)),
    **dict.fromkeys(("sakit", "stroke", "pikun"), (Outcome.UNABLE,)),
    **dict.fromkeys(("dobel", "double", "dobol"), (Outcome.DUPLICATE,)),
    **dict.fromkeys(("komplit", "clear", "ok", "oke"), (Outcome.COMPLETE,)),
    **dict.fromkeys(("besok", "bsk", "lusa", "datang", "balik", "kembali", "minta", "ulang"), (Outcome.APPOINTMENT,)),
}  # fmt: skip
"""Words that say what was found, though not for certain which outcome it is: what is asked, the likeliest first."""
BEFORE_A_HINT = frozenset({"lg", "lagi", "sedang", "sdg", "msh", "masih", "orangnya", "rumahnya", "bapak", "ibu"})
GREETING = (
    r"selamat|met|pagi|siang|sore|malam|pak|bapak|bu|ibu|mas|mbak|kak|bang|bos|halo|hallo|hai|hi|permisi|maaf|mohon|"
    r"assalamualaikum|assalamu|alaikum|asslm|ass|wr|wb|izin|ijin|lapor|laporan|melapor|melaporkan|report|siap|ini|"
    r"tolong|update|good|morning|afternoon|evening"
)
"""Words that may stand before the number of a household, and mean nothing."""

ONE_WORD = sorted(phrase for phrase in SPELLINGS if " " not in phrase and len(phrase) > 2)
NEGATIONS = frozenset({
    "tidak", "tdk", "tak", "ga", "gak", "gk", "nggak", "ngga", "ndak", "nda", "belum", "blm", "blum", "bukan", "tanpa",
    "not", "no", "never",
})  # fmt: skip
BEFORE = (
    rf"[\W_]*+(?:(?:{GREETING})\b[\W_]*+){{0,8}}+(?:(?:ruta|krt)\b[\W_]*+)?"
    r"(?:(?:no|nomor|nomer|nmr|nr|rumah|rmh)(?![^\W\d_])[\W_]*+)?"
)
"""What may stand before a household's number."""
START = re.compile(rf"{BEFORE}(\d{{1,5}}+)(?!\d)\s*+(?:[.,:;=/|)\-–]++\s*+)?", re.IGNORECASE)
SUFFIXES = frozenset({Outcome.NO_ACCESS, Outcome.PARTIAL, Outcome.DECEASED, Outcome.UNABLE, Outcome.NO_DWELLING})
"""Their codes A, B, D and I, written onto the number, may as well be the letter of a house; and 2x is twice."""


class Head(NamedTuple):
    """The beginning of a line. at: the token behind it. glued: its outcome is a letter written onto the number."""

    no: int
    outcome: Outcome
    tokens: list[Token]
    at: int
    glued: bool


def number_at(text: str) -> tuple[int, int, int]:
    """The household's number, where it ends, and where the rest begins; Problem `line_without_number`."""
    found = START.match(text)
    if found is None:
        raise Problem("line_without_number")
    return int(found[1]), found.end(1), found.end()


def outcome_at(tokens: list[Token], at: int) -> tuple[Outcome, int] | None:
    """The outcome with the longest spelling that begins at a token, marks left out, and the token behind it."""
    while at < len(tokens) and tokens[at].kind == MARK:
        at += 1
    if at == len(tokens) or tokens[at].kind != WORD:
        return None
    said = tokens[at].said
    found = (SPELLINGS[said], at + 1) if said in SPELLINGS else None
    if said not in BEGIN_LONGER:
        return found
    spelled, words = said, 1
    for place in range(at + 1, min(at + 2 * LONGEST_PHRASE, len(tokens))):
        if tokens[place].kind == MARK:
            continue
        if tokens[place].kind != WORD or words == LONGEST_PHRASE:
            break
        spelled, words = f"{spelled} {tokens[place].said}", words + 1
        if spelled in SPELLINGS:
            found = SPELLINGS[spelled], place + 1
    return found


def read_head(text: str) -> Head:
    """The head of a cleaned line; Problem when it has no number, or no outcome: with the nearest, if one is near."""
    no, end, rest = number_at(text)
    tokens = tokens_of(text, rest)
    found = outcome_at(tokens, 0)
    if found is None:
        raise Problem("line_without_outcome")
    outcome, at = found
    letter = rest == end and at == 1 and len(tokens[0].said) == 1 and tokens[0].start == end
    return Head(no, outcome, tokens, at, letter)


class Near(NamedTuple):
    """An outcome that may be meant. typed: the word that says so. line: the line with the outcome's code."""

    typed: str
    outcome: Outcome
    line: str


def near_outcomes(text: str) -> list[Near]:
    """Outcomes that a line may mean whose own is not known, the likeliest first; a mistyped word is replaced, one that
    only hints at its outcome stays as the note.
    """
    no, _, rest = number_at(text)
    said = [token for token in tokens_of(text[: rest + 4 * LONGEST_WORD], rest) if token.kind == WORD]
    while said and said[0].said in BEFORE_A_HINT:
        said = said[1:]
    if not said or said[0].said in NEGATIONS or not 1 < len(said[0].said) <= LONGEST_WORD:
        return []
    word = said[0]
    if hints := HINTS.get(word.said):
        return [Near(word.said, each, _with_code(no, each, text[rest:])) for each in hints]
    near = difflib.get_close_matches(word.said, ONE_WORD, n=1, cutoff=0.7) if len(word.said) > 2 else []
    return [Near(word.said, SPELLINGS[each], _with_code(no, SPELLINGS[each], text[word.end :])) for each in near]


def _with_code(no: int, outcome: Outcome, rest: str) -> str:
    return f"{no} {RULES[outcome].code} {rest.strip()}"
