"""One walk over the tokens, with a fixed number of them looked at ahead and behind: linear, whatever is typed."""

from __future__ import annotations

from core.typed import vocabulary as v
from core.typed.figures import read_clock, read_number, read_numeric_date, read_pair
from core.typed.pieces import Kind, Piece, Walk
from core.typed.spoken import read_half, read_word
from core.typed.tokens import CLOCK, DATE, MARK, NUMBER, PAIR, WORD, Token

MARKS_OF_A_RANGE = frozenset("-–—~")


def pieces_of(tokens: list[Token], at: int = 0) -> list[Piece]:
    """The pieces of the tokens from a place on; each token is in one of them."""
    walk, count, ranges = Walk(tokens, at), len(tokens), False
    while walk.at < count:
        _READ[tokens[walk.at].kind](walk)
        ranges = ranges or walk.pieces[-1].kind is Kind.TO
    return _beginnings_of_ranges(walk.pieces) if ranges else walk.pieces


def _read_pair(walk: Walk) -> None:
    if walk.said(0) not in v.HALF or not read_half(walk):
        read_pair(walk)


def _read_mark(walk: Walk) -> None:
    after_an_hour = walk.last_kind() in (Kind.HOUR, Kind.PART)
    ahead = walk.token(1)
    if walk.said(0) in MARKS_OF_A_RANGE and after_an_hour and (ahead.kind in (NUMBER, CLOCK) or ahead.said in v.AT):
        walk.add(Kind.TO)
    else:
        walk.add(Kind.MARK)


def _beginnings_of_ranges(pieces: list[Piece]) -> list[Piece]:
    """A range of hours is its beginning: 10-11 pagi, 3 sampai 4 sore, 9 pagi - 11 siang."""
    kept: list[Piece] = []
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        begun = [each.kind for each in kept[-2:] if each.kind is not Kind.LOOSE]
        if piece.kind is not Kind.TO or not {Kind.HOUR, Kind.PART} & set(begun[-1:]):
            kept.append(piece._replace(kind=Kind.WORD) if piece.kind is Kind.TO else piece)
            place += 1
            continue
        end = place + 1
        while end < len(pieces) and pieces[end].kind is Kind.LOOSE:
            end += 1
        if end == len(pieces) or pieces[end].kind is not Kind.HOUR:
            kept.append(piece._replace(kind=Kind.WORD))
            place += 1
            continue
        _end_at(kept, pieces[end].last)
        place = end + 1
        if begun[-1:] == [Kind.PART] and place < len(pieces) and pieces[place].kind is Kind.PART:
            _end_at(kept, pieces[place].last)
            place += 1
    return kept


def _end_at(kept: list[Piece], last: int) -> None:
    """Let the hour, or its part of the day, go on to the end of its range."""
    kept[-1] = kept[-1]._replace(last=last)
    hour = next(place for place in (-1, -2) if kept[place].kind is Kind.HOUR or len(kept) + place == 0)
    if kept[hour].kind is Kind.HOUR:
        kept[hour] = kept[hour]._replace(value=kept[hour].value._replace(begins=True))


_READ = {
    NUMBER: read_number,
    CLOCK: read_clock,
    PAIR: _read_pair,
    DATE: read_numeric_date,
    WORD: read_word,
    MARK: _read_mark,
}
