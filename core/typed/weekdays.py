"""Days of the week: what their names mean with the words around them."""

from __future__ import annotations

from core.typed import vocabulary as v
from core.typed.pieces import Day, Kind, Walk


def read_weekday(walk: Walk) -> bool:
    """A weekday, this or the next, or one of a week: senin, senin ini, senin depan, senin minggu depan."""
    said, more = walk.said(0), walk.said(1)
    number = v.WEEKDAY[said]
    sunday_or_week = said in v.SUNDAY_OR_WEEK and walk.said(-1) not in v.DAY_WORDS
    if sunday_or_week and more in (*v.NEXT, "ini") and of_a_week(walk, more in v.NEXT):
        return True
    if more in v.NEXT or walk.said(-1) == "next":
        if sunday_or_week:
            walk.add(Kind.UNSAID, 1 + (more in v.NEXT), "week")
        else:
            walk.add(Kind.DAY, 1 + (more in v.NEXT), Day("next", number))
    elif more in ("lalu", "kemarin", "kmrn") or walk.said(-1) == "last":
        walk.add(Kind.THING, 1 + (more in ("lalu", "kemarin", "kmrn")), "ago")
    elif more == "ini":
        walk.add(Kind.UNSAID if sunday_or_week else Kind.DAY, 2, None if sunday_or_week else Day("this", number))
    elif said in ("sun", "sat", "mon", "fri", "wed") and len(walk.tokens) > 1 and walk.said(1) == "-":
        return False
    elif walk.said(-1) in v.PRAYER and said in ("jumat", "jmt", "jmat", "jum"):
        if walk.said(-2) not in v.AFTER:
            return False
        walk.add(Kind.DAY, 1, Day("weekday", number, part="siang"))
    else:
        walk.add(Kind.DAY, 1, Day("weekday", number))
        _after_the_week(walk)
    return True


def of_a_week(walk: Walk, following: bool) -> bool:
    """Senin minggu depan: a weekday of this week, or of the next."""
    last = walk.pieces[-1] if walk.pieces else None
    if last is None or last.kind is not Kind.DAY or last.value.form != "weekday" or last.last != walk.at:
        return False
    walk.pieces[-1] = last._replace(last=walk.at + 2, value=Day("week", last.value.number, int(following)))
    walk.at += 2
    return True


def _after_the_week(walk: Walk) -> None:
    """Minggu depan hari senin: the same, said the other way round."""
    kinds = [piece.kind for piece in walk.pieces[-3:-1]]
    back = 2 if kinds[-1:] == [Kind.UNSAID] else 3 if kinds == [Kind.UNSAID, Kind.LOOSE] else 0
    if back and walk.pieces[-back].value == "week":
        day, first = walk.pieces[-1], walk.pieces[-back].first
        walk.pieces[-back:] = [day._replace(first=first, value=Day("week", day.value.number, 1))]


def read_friday_prayer(walk: Walk) -> bool:
    """After the Friday prayer; `lagi jumatan` says where somebody is."""
    if walk.said(-1) not in v.AFTER:
        return False
    walk.add(Kind.DAY, 1, Day("weekday", v.WEEKDAY["jumat"], part="siang"))
    return True
