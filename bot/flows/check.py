"""/cek: a citizen asks with the receipt code whether the family is recorded; who has none learns whom to ask."""

from __future__ import annotations

from bot.flows.kit import Choice, Script, ask_text, do, look, say
from core.people.citizens import Answer, CheckReceipt
from core.people.help import ContactsOf
from core.people.person import Caller
from core.problems import Problem
from core.visits.receipts import is_receipt, read_receipt, show_receipt
from core.words import words
from wording.contacts import citizen_lines, contact_button

NO_CODE = Choice("none", words("check.button_no_code"), ("belum", "tidak ada", "hilang", "no", "lost"))


def check_receipt(me: Caller, typed: str = "") -> Script[None]:
    """Recorded on which day, or how it stands: no names, and never who refused."""
    if not is_receipt(typed):
        if typed:
            yield from say(words("problem.receipt_mistyped"))
        typed = yield from ask_text("code", words("check.which_code"), (NO_CODE,), limit=60)
        if typed == NO_CODE.id:
            yield from _without_code(me)
            return
        if not is_receipt(typed):
            raise Problem("receipt_mistyped")
    code = read_receipt(typed)
    check = yield from do(CheckReceipt(me, code))
    shown = show_receipt(code)
    match check.answer:
        case Answer.RECORDED:
            yield from say(words("check.recorded", code=shown, day=check.day))
        case Answer.PLANNED:
            yield from say(words("check.planned", code=shown))
        case Answer.NOT_YET:
            yield from say(words("check.not_yet", code=shown), (contact_button(),))
        case Answer.UNKNOWN:
            yield from say(words("check.unknown", code=shown), (contact_button(),))
        case Answer.TRAINING:
            yield from say(words("check.training", code=shown), (contact_button(),))


def _without_code(me: Caller) -> Script[None]:
    """Whom to ask instead, and what to say there."""
    contacts = yield from look(ContactsOf(None))
    yield from say(words("check.without_code", contacts=citizen_lines(contacts)))
