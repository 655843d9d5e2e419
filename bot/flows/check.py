"""/cek: a citizen asks with the receipt code whether the household is recorded."""

from __future__ import annotations

from bot.flows.kit import Script, ask_text, do, say
from core.citizens import Answer, CheckReceipt
from core.people import Caller
from core.problems import Problem
from core.receipts import is_receipt, read_receipt, show_receipt
from core.words import words


def check_receipt(me: Caller, typed: str = "") -> Script[None]:
    """Recorded on which day, or not yet, or unknown: no names, and never who refused."""
    if not is_receipt(typed):
        if typed:
            yield from say(words("problem.receipt_mistyped"))
        typed = yield from ask_text("code", words("check.which_code"), limit=60)
        if not is_receipt(typed):
            raise Problem("receipt_mistyped")
    code = read_receipt(typed)
    check = yield from do(CheckReceipt(me, code))
    shown = show_receipt(code)
    match check.answer:
        case Answer.RECORDED:
            yield from say(words("check.recorded", code=shown, day=check.day))
        case Answer.NOT_YET:
            yield from say(words("check.not_yet", code=shown))
        case Answer.UNKNOWN:
            yield from say(words("check.unknown", code=shown))
        case Answer.TRAINING:
            yield from say(words("check.training", code=shown))
