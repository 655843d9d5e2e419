"""What is typed although no question asks for it: reports, a Siap, thanks, a command without its slash, a code."""

from __future__ import annotations

import re

from bot.commands import BY_NAME
from bot.flows.start import citizen_buttons
from bot.replied import household_answered, household_asked
from bot.router import spoken_command
from bot.spoken import is_thanks
from bot.talk import Talk
from bot.waiting import Waiting
from core.likeness import number_of, numbers_named
from core.people.messages import read_ready
from core.people.person import Role
from core.typed.batch import any_begun, any_typed, nearly_typed, surely_typed, surely_without_number
from core.visits.receipts import looks_like_receipt, surely_receipt
from core.words import Words, words

LOOKED_AT = 200
"""Characters of a text that was not understood, in which a household's number is looked for."""
NUMBER = re.compile(r"(?<!\w)\d{1,5}(?!\w)")


def heard_first(talk: Talk) -> bool:
    """Deal with a text that is no answer, whatever is asked: thanks, a Siap, reports; False when it may be one.

    An officer who is asked for a receipt code and types something else has gone on to something else.
    """
    text, officer = talk.event.text, talk.me.role is not Role.CITIZEN
    if is_thanks(text):
        talk.aside(words("talk.thanks"))
        return True
    if officer and talk.waiting is not None and talk.waiting.flow == "cek" and not looks_like_receipt(text):
        talk.drop()
    number = read_ready(text) if officer else None
    if number is not None:
        talk.begin(BY_NAME["siap"], number)
        return True
    return talk.me.role is Role.PPL and _reports(talk, text.strip())


def _replies(talk: Talk, text: str) -> bool:
    """Deal with a report that leaves out its number, for it is a reply to a message about one household; False: the
    question about that household waits, and has the first word.
    """
    household = household_answered(talk)
    asked = household_asked(talk, talk.waiting) if household and talk.waiting is not None else None
    if household and asked and asked.id == household.id:
        return False
    talk.begin(BY_NAME["ketik"], f"{household.no} {text}" if household else text)
    return True


def _reports(talk: Talk, text: str) -> bool:
    """Deal with an enumerator's typed reports, or a household's number out of the blue; False: neither."""
    free = talk.waiting is None and not surely_receipt(text)
    if talk.event.answers and surely_without_number(text, talk.me.local) and _replies(talk, text):
        return True
    if free and number_of(text) is not None:
        talk.begin(BY_NAME["lapor"], text)
    elif (free and any_typed(text)) or surely_typed(text, talk.me.local):
        talk.begin(BY_NAME["ketik"], text)
    elif talk.waiting is not None and talk.waiting.free and nearly_typed(text):
        missed = talk.waiting.missed()
        talk.leaving = missed.way_out(talk.me.role)
        heard_refused(talk, missed)
    else:
        return False
    return True


def heard_refused(talk: Talk, waiting: Waiting) -> bool:
    """Deal with a text that the question does not take: an enumerator's line with a fault in it is told its own reason,
    not the question's; False: it is no line.
    """
    text = talk.event.text
    if talk.me.role is not Role.PPL or not nearly_typed(text):
        return False
    talk.waiting = waiting
    talk.begin(BY_NAME["ketik"], text)
    return True


def heard_unasked(talk: Talk) -> None:
    """Words while no talk waits: a command, a receipt code, or what is answered with what there is."""
    text, citizen = talk.event.text, talk.me.role is Role.CITIZEN
    if talk.event.kind != "text":
        talk.aside(words("problem.no_text_here"))
    elif spoken := spoken_command(text, talk.me.role, talk.me.local):
        talk.begin(*spoken)
    elif looks_like_receipt(text) if citizen else surely_receipt(text):
        talk.begin(BY_NAME["cek"], text)
    elif talk.me.role is Role.PPL and surely_without_number(text, talk.me.local) and not numbers_named(text):
        talk.begin(BY_NAME["ketik"], text)
    else:
        talk.aside(words("help.citizen"), offers=citizen_buttons()) if citizen else talk.aside(_unsure(talk))


def _unsure(talk: Talk) -> Words:
    """That a text was not understood; an enumerator's may be about a household that it names."""
    text = talk.event.text[:LOOKED_AT]
    named = [*numbers_named(text), *_numbers_reported(text)] if talk.me.role is Role.PPL else []
    if not named:
        return words("talk.unsure")
    return words("talk.unsure_about", households=[words("talk.report_no", no=no) for no in dict.fromkeys(named)])


def _numbers_reported(text: str) -> list[int]:
    """The numbers in the middle of a sentence with which a report may begin: "baru selesai 1 S 4"."""
    return [int(found[0]) for found in NUMBER.finditer(text) if any_begun(text[found.start() :])]
