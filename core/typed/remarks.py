"""The note of a line: what may stand in it, and what is asked about because it may mean more."""

from __future__ import annotations

from collections.abc import Sequence

from core.outcomes import RULES, Outcome
from core.typed.head import SPELLINGS, outcome_at
from core.typed.pieces import Kind, Piece
from core.typed.schedule import Doubt
from core.typed.tokens import MARK, NUMBER, Token
from core.typed.vocabulary import ADDRESS

CODES = frozenset(phrase for phrase in SPELLINGS if len(phrase) <= 2)
BEGINNINGS = frozenset(phrase.split()[0] for phrase in SPELLINGS)
WORDS = frozenset({Kind.WORD, Kind.POLITE, Kind.LOOSE})
ASKED = frozenset({Kind.NUMBER, Kind.PEOPLE, Kind.LENGTH})
"""What a note may hold only when it is sure that nothing else is meant."""
NOT = frozenset({"tidak", "tdk", "tak", "ga", "gak", "nggak", "belum", "blm", "bukan", "tanpa", "not", "no", "never"})
TITLES = frozenset({"pak", "bapak", "bpk", "pk", "bu", "ibu", "mr", "mrs", "sdr", "nama", "huruf", "h", "hj"})
WEAK = frozenset({"tidak ada", "tidak bisa", "tdk ada", "away", "lengkap", "complete", "partial", "janji"})
"""Spellings of ordinary sentences: they are an outcome only when nothing else stands in the note."""
EXPLAINS: dict[Outcome, frozenset[Outcome]] = {
    Outcome.VACANT: frozenset({Outcome.MOVED, Outcome.DECEASED, Outcome.AWAY}),
    Outcome.MOVED: frozenset({Outcome.VACANT}),
    Outcome.DECEASED: frozenset({Outcome.VACANT}),
    Outcome.NO_DWELLING: frozenset({Outcome.VACANT, Outcome.MOVED}),
}
"""Outcomes of which a note may tell in the middle, because they say why."""


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
                if not explains:
                    return piece.first
        begun = True
    return None


def _stands(
    tokens: list[Token], at: int, found: tuple[Outcome, int], begun: bool, text: str
) -> bool:
    """Whether these words name an outcome, and are not part of a sentence, a name or an address."""
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
    """What is asked about numbers in a note. said: the kind and the text of the pieces that are ASKED about."""
    rule, doubts = RULES[outcome], []
    first = dict(reversed(said))
    if Kind.NUMBER in first and outcome is not Outcome.DUPLICATE:
        alone = not any(map(str.isalpha, note))
        name = "line_number_unclear" if alone else "line_number_in_note"
        doubts.append(Doubt(name, {"typed": first[Kind.NUMBER]}, () if alone else ({},)))
    if Kind.PEOPLE in first and rule.counts:
        doubts.append(Doubt("line_people_unclear", {"typed": first[Kind.PEOPLE]}, ({},)))
    if Kind.LENGTH in first and rule.revisit:
        doubts.append(Doubt("line_time_in_note", {"typed": first[Kind.LENGTH]}, ({},)))
    return doubts
