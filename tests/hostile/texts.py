"""Hostile texts: what makes a careless parser slow, in any length. Each has a beginning, what is repeated, an end."""

from collections.abc import Callable

Make = Callable[[int], str]
"""A text of about so many characters."""


def _row(repeated: str, begin: str = "", end: str = "") -> Make:
    return lambda length: begin + repeated * (length // len(repeated)) + end


TEXTS: dict[str, Make] = {
    "dots": _row(".", end="x"),
    "slashes": _row("/"),
    "blanks": _row(" ", "1", "x"),
    "lines": _row("\n", "12", "x"),
    "underscores": _row("_", "/a", "!"),
    "letters": _row("a", end="!"),
    "digits": _row("7"),
    "digits apart": _row("7 "),
    "circled numbers": _row("㉑"),
    "wide ligatures": _row("ﷺ"),
    "arabic digits": _row("٤"),
    "combining marks": _row("\u0315\u0300", "a"),
    "emoji": _row("👪"),
    "nul and joiners": _row("\u200d", "1", "2"),
    "ke": _row("ke ", "12 ", "!"),
    "pak": _row("pak ", "kata ", "x"),
    "kata": _row("kata "),
    "bukan": _row("bukan kata pak ", end="x"),
    "no": _row("no. ", end="x"),
    "ranges": _row("1-", end="x"),
    "spans": _row("1 - ", end="x"),
    "until": _row("1 sampai "),
    "commas": _row("1,", end="x"),
    "reports": _row("1 M sibuk, anak kecil, "),
    "reports and": _row("1 S 4 dan "),
    "reports in lines": _row("1 S 4\n"),
    "hours": _row("19:00 "),
    "tomorrow": _row("besok sore ", "15 J ", "x"),
    "yesterday": _row("kemarin dulu "),
    "months": _row("25 okt "),
    "weekdays": _row("senin depan "),
    "days": _row("3 hari "),
    "families": _row("2 kk "),
    "saya": _row("saya ", end="x"),
    "siap": _row("siap bu ", end="x"),
    "K": _row("k", end="1x"),
    "percent": _row("%_\\"),
    "brackets": _row("<a <"),
    "street": _row("jl. ", end="rumah pak"),
    "titles": _row("pak bu ", "rumah ", "!"),
    "double letters": _row("oe", end="x"),
}
