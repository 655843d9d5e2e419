"""The note of a line: what may stand in it, and what is asked about because it may mean more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from core.problems import Problem
from core.typed.counts import read_people
from core.typed.head import NEGATIONS, SAYS_SO, SPELLINGS, outcome_at
from core.typed.lines import EDGES
from core.typed.pieces import TIMES, Kind, Piece
from core.typed.schedule import Doubt
from core.typed.tokens import MARK, NUMBER, WORD, Token
from core.typed.vocabulary import ADDRESS, LIKE_A_TIME, TIME_WORDS
from core.visits.outcomes import REFUSALS, RULES, Outcome

SPOKEN = re.compile(r"[^\W_]")
CODES = frozenset(phrase for phrase in SPELLINGS if len(phrase) <= 2)
BEGINNINGS = frozenset(phrase.split()[0] for phrase in SPELLINGS)
WORDS = frozenset({Kind.WORD, Kind.POLITE, Kind.LOOSE})
ASKED = frozenset({Kind.NUMBER, Kind.PEOPLE, Kind.LENGTH, Kind.THING})
"""What a note may hold only when it is sure that nothing else is meant."""
NOT = NEGATIONS
TITLES = frozenset({"pak", "bapak", "bpk", "pk", "bu", "ibu", "mr", "mrs", "sdr", "nama", "huruf", "h", "hj"})
WEAK = frozenset({"tidak ada", "tidak bisa", "tdk ada", "away", "lengkap", "complete", "partial", "janji"}) | SAYS_SO
"""Spellings of ordinary sentences: they are an outcome only when nothing else stands in the note."""
EXPLAINS: dict[Outcome, frozenset[Outcome]] = {
    Outcome.VACANT: frozenset({Outcome.MOVED, Outcome.DECEASED, Outcome.AWAY}),
    Outcome.MOVED: frozenset({Outcome.VACANT}),
    Outcome.DECEASED: frozenset({Outcome.VACANT}),
    Outcome.NO_DWELLING: frozenset({Outcome.VACANT, Outcome.MOVED}),
}
"""Outcomes of which a note may tell in the middle, because they say why."""


def note_of(text: str, tokens: Sequence[Token], pieces: Sequence[Piece]) -> tuple[str, bool]:
    """The words of the note, and whether something stood between them."""
    parts: list[tuple[int, int]] = []
    for piece in pieces:
        if parts and parts[-1][1] == piece.first:
            parts[-1] = parts[-1][0], piece.last
        else:
            parts.append((piece.first, piece.last))
    said = []
    for first, last in parts:
        while first < last and tokens[first].kind == MARK and not (first + 1 < last and tokens[first + 1].glued):
            first += 1
        words = text[tokens[first].start : tokens[last - 1].end] if first < last else ""
        if SPOKEN.search(words):
            said.append(" ".join(words.split()).strip(EDGES))
    return " ".join(said), len(said) > 1


def second_outcome(tokens: list[Token], pieces: Sequence[Piece], outcome: Outcome, text: str) -> int | None:
    """The token in the note at which another outcome stands; None when there is none."""
    begun = False
    for piece in pieces:
        if piece.kind is Kind.MARK:
            continue
        token = tokens[piece.first]
        if token.said in BEGINNINGS and piece.kind in WORDS:
            found = outcome_at(tokens, piece.first)
            if found is not None and found[0] is not outcome and _stands(tokens, piece.first, found, begun, text):
                explains = begun and found[0] in EXPLAINS.get(outcome, ()) and token.said not in CODES
                explains = explains or ({outcome, found[0]} <= REFUSALS and token.said in NOT)  # 7 MK tidak mau
                if not explains:
                    return piece.first
        begun = True
    return None


def _stands(
    tokens: list[Token], at: int, found: tuple[Outcome, int], begun: bool, text: str
) -> bool:
    """Return whether these words name an outcome, and are not part of a sentence, a name or an address."""
    before = tokens[at - 1].said if at else ""
    after = tokens[found[1]] if found[1] < len(tokens) else None
    token = tokens[at]
    if found[1] == at + 1 and token.said in CODES:
        if begun and (before in TITLES | ADDRESS or token.glued):
            return False
        numbered = after is not None and after.kind == NUMBER
        return not begun or numbered or after is None or text[token.start : token.end].isupper()
    if begun and before in NOT:
        return False
    spelled = " ".join(each.said for each in tokens[at : found[1]] if each.kind != MARK)
    if spelled not in WEAK:
        return True
    return not begun and all(each.kind == MARK for each in tokens[found[1] :])


def another_report(tokens: list[Token], pieces: Sequence[Piece]) -> int | None:
    """The token in the note at which a number and an outcome stand: another report; None when there is none."""
    for piece in pieces:
        if piece.kind is Kind.NUMBER and outcome_at(tokens, piece.last) is not None:
            return piece.first
    return None


def note_doubts(outcome: Outcome, note: str, said: Sequence[tuple[str, str]]) -> list[Doubt]:
    """Return what is asked about numbers in a note. said: the kind and the text of the pieces that are ASKED about."""
    rule, doubts = RULES[outcome], []
    first = dict(reversed(said))
    if Kind.NUMBER in first and outcome is not Outcome.DUPLICATE:
        alone = not any(map(str.isalpha, note))
        name = "line_number_unclear" if alone else "line_number_in_note"
        doubts.append(Doubt(name, {"typed": first[Kind.NUMBER]}, () if alone else ({},)))
    if Kind.PEOPLE in first and rule.counts:
        doubts.append(Doubt("line_people_unclear", {"typed": first[Kind.PEOPLE]}, _of_more(note, first[Kind.PEOPLE])))
    if Kind.THING in first:
        doubts.append(Doubt("line_time_in_note", {"typed": first[Kind.THING]}, ({},) if rule.note else ()))
    if Kind.LENGTH in first and rule.revisit:
        doubts.append(Doubt("line_time_in_note", {"typed": first[Kind.LENGTH]}, ({},)))
    return doubts


def _of_more(note: str, said: str) -> tuple[dict[str, Any], ...]:
    """What may be meant by people who are counted in the middle of a note: several families, or just a note."""
    try:
        _, families = read_people(said) or (0, 0)
    except Problem:
        families = 0
    if families < 2:
        return ({},)
    return {"families": families, "note": " ".join(note.replace(said, " ", 1).split()).strip(EDGES)}, {}


RETRACTS = frozenset({
    "batal", "dibatalkan", "batalkan", "salah", "ralat", "koreksi", "eh", "ehh", "maksudnya", "maksud", "mksdnya",
    "hapus", "cancel", "cancelled", "wrong", "mistake", "sorry", "oops", "wait",
})  # fmt: skip
"""Words that take back what stands before them, or say it anew."""
NOT_AT_ALL = re.compile(r"\b(?:ga|gak|gk|ngga|nggak|tidak|tdk) ?jadi\b", re.IGNORECASE)
NOT_DONE = re.compile(
    r"\b(?:belum|blm|blum|kurang|tidak|tdk|gak?|not) (?:lengkap|selesai|sls|tuntas|komplit|beres|complete|done)"
    r"|\b(?:sebagian|separuh|unfinished|incomplete|sisa \d)",
    re.IGNORECASE,
)
STILL_LIVED_IN = frozenset({
    "orangnya", "pergi", "kerja", "keluar", "sekolah", "pasar", "kantor", "kebun", "ladang", "sawah", "belanja",
    "jualan", "tidur", "work", "school", "shopping",
})  # fmt: skip
"""What is said of a house whose people are only out: `kosong` means both in daily speech."""
FOR_LONG = frozenset({
    "lama", "sejak", "tahun", "thn", "bulan", "bln", "lebaran", "permanen", "long", "since", "years", "months",
})  # fmt: skip
"""With these a house is left for good."""
CHANGES_A_TIME = frozenset({
    "jangan", "jgn", "bukan", "bkn", "kecuali", "atau", "ato", "or", "kalau", "kalo", "klo", "klw", "jika", "except",
    "unless", "if", "not", "dont",
})  # fmt: skip
"""Before a time, these make another of it, or none."""


def is_asked(piece: Piece, note: Sequence[Piece]) -> bool:
    """Whether this piece of a note is asked about; `2 hari lalu` only when it begins the note, for then it may be the
    day of the visit.
    """
    if piece.kind is Kind.THING:
        return piece.value == "ago" and next((each for each in note if each.kind is not Kind.MARK), None) is piece
    return piece.kind in ASKED


def doubts_said(text: str, outcome: Outcome, tokens: Sequence[Token], note: str) -> list[Doubt]:
    """What is asked because of how it was said: a question, something taken back, a complete interview that is not, a
    vacant house that is lived in.
    """
    said = {token.said for token in tokens if token.kind == WORD} if note else set()
    if text.rstrip().endswith("?"):
        return [Doubt("line_not_sure", {"typed": text[-20:].strip()}, ({},))]
    taken = said & RETRACTS
    if taken or NOT_AT_ALL.search(note):
        numbers = [token.numbers[0] for token in tokens if token.kind == NUMBER]
        anew = outcome is Outcome.COMPLETE and len(numbers) == 2
        changes: dict[str, Any] = {"persons": numbers[1], "note": ""} if anew else {}
        return [Doubt("line_not_sure", {"typed": min(taken, default=note[:20])}, (changes,))]
    if outcome is Outcome.COMPLETE and (not_done := NOT_DONE.search(note)):
        return [Doubt("line_not_sure", {"typed": not_done[0]}, ({"outcome": Outcome.PARTIAL}, {}))]
    if outcome is Outcome.VACANT and not said & FOR_LONG and (lived_in := said & STILL_LIVED_IN):
        return [Doubt("line_not_sure", {"typed": min(lived_in)}, ({"outcome": Outcome.NOBODY_HOME}, {}))]
    return []


def doubts_beside(tokens: Sequence[Token], pieces: Sequence[Piece], note: Sequence[Piece]) -> list[Doubt]:
    """Return what is asked about a word of the note that stands beside a time, and may belong to it: `besol jam 4`."""
    noted = {piece.first for piece in note}
    times = {
        place
        for piece in pieces
        if (piece.kind in TIMES or piece.kind is Kind.LOOSE) and piece.first not in noted
        for place in range(piece.first, piece.last)
    }
    for piece in note:
        said = tokens[piece.first].said
        if piece.kind is not Kind.WORD or not {piece.first - 1, piece.last} & times:
            continue
        if said in CHANGES_A_TIME and piece.last in times:
            return [Doubt("line_time_in_note", {"typed": said}, ())]
        if len(said) > 3 and said not in LIKE_A_TIME and _near_a_time(said):
            return [Doubt("line_time_in_note", {"typed": said[:20]}, ({},))]
    return []


def _near_a_time(said: str) -> bool:
    """Return whether one letter is missing, too many, another, or changed places with its neighbour."""
    return len(said) < 12 and any(abs(len(said) - len(word)) < 2 and _one_apart(said, word) for word in TIME_WORDS)


def _one_apart(said: str, word: str) -> bool:
    at = 0
    while at < min(len(said), len(word)) and said[at] == word[at]:
        at += 1
    rest, other = said[at:], word[at:]
    return (
        rest[1:] == other[1:]
        or rest[1:] == other
        or rest == other[1:]
        or (rest[:2] == other[:2][::-1] and rest[2:] == other[2:])
    )
