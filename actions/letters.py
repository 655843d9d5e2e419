"""Letters for help leave: the row is kept, and the PDF with a message that can be forwarded goes to the officer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from actions.actor import Actor
from core.cases.letters import (
    AnswerLetter,
    FindConcerned,
    HelpLetter,
    InVain,
    SendLetters,
    UnansweredLetters,
    place_of,
    shown_address,
)
from core.outgoing import File, Message
from core.people.person import Caller
from core.words import Words, words
from db.bots import username_of
from db.cases.letter_facts import Place, place, region_of_officer
from db.cases.letters import (
    answer_letter,
    find_concerned,
    in_vain,
    send_letters,
    unanswered_letters,
)
from db.outbox.messages import Lane
from db.people.leaders import leaders_above
from wording.letters import to_words
from wording.texts import plain_title, sentence, title
from wording.training import marked

REGENCY, SUBDISTRICT, VILLAGE = 4, 7, 10
"""Digits of the codes of the areas that a letter names."""
SHORT, FEW = 90, 4
"""Characters of an address, and addresses, in the message; the letter has all of them."""


def send(actor: Actor, command: SendLetters) -> list[HelpLetter]:
    """Keep letters as sent, and post each as a file behind the replies: with a bad signal the words come first."""
    caller = command.caller
    letters = send_letters(actor.work, command, now=actor.now, last=actor.campaign.period.end)
    for letter in letters:
        facts = facts_of(actor, caller, letter)
        said = marked(caller, _message(facts, caller))
        file = File(
            "document",
            name=f"{title(words('letter.file'), caller.language)}-{facts['number']}.pdf",
            make="letter",
            of={"language": caller.language, "at": _local(actor.now, caller).isoformat(), "facts": facts},
        )
        actor.post(f"letter{letter.number}", Message(tuple(said), file=file), Lane.ALERT)
    return letters


def answered(actor: Actor, command: AnswerLetter) -> bool:
    """Write an answer down."""
    return answer_letter(actor.work, command, now=actor.now)


def facts_of(actor: Actor, caller: Caller, letter: HelpLetter) -> dict[str, Any]:
    """Everything that a letter may say (delivery/letter_text.py): facts of the place; of families the address alone."""
    work, officer, language = actor.work, caller.person or "", caller.language
    region, zone = region_of_officer(work, officer)
    areas = {each.area for each in letter.households}
    there = place(work, place_of(letter.households[0].area, letter.addressee), areas)
    leader = next(iter(leaders_above(work, officer)), None)
    role = plain_title(sentence(words(f"role.{caller.role}"), language))
    return {
        "training": caller.training,
        "number": f"S-{letter.number}",
        "date": _day(actor.now.astimezone(ZoneInfo(zone)), language),
        "office": place(work, region, ()).name(REGENCY),
        "to": plain_title(sentence(to_words(letter), language)),
        "place": letter.place,
        "around": ", ".join(_around(there)),
        "households": there.households,
        "done": there.done,
        "until": format_date(actor.campaign.period.end, "d MMMM y", locale=language),
        "addresses": [_address(each.address, each.head, each.area, there) for each in letter.open_ones],
        "answer_by": _day(letter.due_at.astimezone(ZoneInfo(zone)), language),
        "officer": caller.name,
        "officer_id": officer,
        "role": role,
        "supervisor": leader.name if leader else "",
        "supervisor_role": plain_title(sentence(words(f"role.{leader.role}"), language)) if leader else "",
        "supervisor_phone": (leader.phone or "") if leader else "",
        "contact": actor.campaign.contact,
        "bot": username_of(work, actor.own_chat[0]),
    }


def _address(address: str, head: str, area: str, there: Place) -> str:
    """An address, and the SLS when the letter goes to a wider place."""
    shown = shown_address(address, head) or "…"
    name = there.names.get(area, "") if area != there.code else ""
    return f"{shown}, {name}" if name else shown


def _around(there: Place) -> list[str]:
    """The areas around a place by name, the nearest first."""
    digits = [each for each in (VILLAGE, SUBDISTRICT, REGENCY) if each < len(there.code)]
    return [name for name in map(there.name, digits) if name]


def _message(facts: dict[str, Any], caller: Caller) -> Words:
    """Return what can be forwarded to the addressee together with the letter."""
    addresses = facts["addresses"]
    shown = [words("letter.at", address=_cut(each)) for each in addresses[:FEW]]
    if len(addresses) > FEW:
        shown.append(words("letter.at_more", n=len(addresses) - FEW))
    who = {name: facts[name] for name in ("to", "officer", "officer_id", "answer_by")}
    contact = facts["contact"] or words("letter.local_office")
    leader = None
    if facts["supervisor"]:
        key = "letter.leader_phone" if facts["supervisor_phone"] else "letter.leader"
        leader = words(key, name=facts["supervisor"], role=facts["supervisor_role"], phone=facts["supervisor_phone"])
    return words("letter.message", **who, addresses=shown, leader=leader, contact=contact)


def _cut(address: str) -> str:
    return address if len(address) <= SHORT else f"{address[: SHORT - 1]}…"


def _day(local: datetime, language: str) -> str:
    return format_date(local.date(), "d MMMM y", locale=language)


def _local(at: datetime, caller: Caller) -> datetime:
    return at.astimezone(caller.zone)


LOOKS: dict[type, Callable[[Actor, Any], Any]] = {
    InVain: lambda actor, query: in_vain(actor.work, query),
    FindConcerned: lambda actor, query: find_concerned(actor.work, query),
    UnansweredLetters: lambda actor, query: unanswered_letters(actor.work, query),
}
DOES: dict[type, Callable[[Actor, Any], Any]] = {SendLetters: send, AnswerLetter: answered}
