"""/start, /bantuan: joining with an invitation, and help by role and topic."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass

from bot.flows.kit import Offer, Script, do, look, say
from bot.flows.kit.sure import is_sure
from core.people.help import CommandsOf, ContactsOf
from core.people.joining import Invited, InvitedBy, Join, invite_hash
from core.people.person import OFFICER_ROLES, Caller, Role
from core.typed.batch import SPELLINGS, plain_words
from core.visits.outcomes import AT_THE_DOOR, REASON_WORDS, RULES, RefusalReason
from core.words import Words, words
from wording.contacts import citizen_lines, contact_button, contact_lines

ASKED = ("bantuan", "help")
"""The words that ask for help, with a slash or without."""
SHOWN = 40
"""Characters repeated of what was typed."""


@dataclass(frozen=True)
class Topic:
    """A page of help. names: the first is that of its texts, the others are typed: /bantuan_menolak, /help_refusal."""

    names: tuple[str, ...]
    roles: tuple[Role, ...]
    page: Callable[[Caller], Script[None]]

    @property
    def name(self) -> str:
        """The name of its texts."""
        return self.names[0]


def sealed(typed: str) -> str:
    """The code of an invitation as it may be kept while its talk waits: its hash, which joins nobody."""
    return invite_hash(typed) if typed else ""


def start(me: Caller, typed: str = "") -> Script[None]:
    """Welcome; with an invitation (the hash of its code), link this chat to its officer.

    Who would lose something by that is asked first, and the invitation is good until then.
    """
    if not typed:
        yield from show_help(me)
        return
    invited = yield from look(InvitedBy(me, typed))
    other = me.person not in (None, invited.officer)
    if (other or invited.elsewhere) and not (yield from is_sure(_sure_words(me, invited), f"join{invited.elsewhere}")):
        return
    joined = yield from do(Join(me, typed))
    role = words(f"role.{joined.role}")
    yield from say(words("start.joined", name=joined.name, role=role, officer=joined.officer))
    yield from say(words("welcome.ppl" if joined.role is Role.PPL else "welcome.leader"))


def _sure_words(me: Caller, invited: Invited) -> Words:
    """What joining would take away: what the caller is now, and the chat in which the officer is joined."""
    lost = []
    if me.person not in (None, invited.officer):
        lost.append(words("start.loses", name=me.name, officer=me.person, role=words(f"role.{me.role}")))
    if invited.elsewhere:
        lost.append(words("start.signs_out", name=invited.name, officer=invited.officer))
    role = words(f"role.{invited.role}")
    return words("start.sure", name=invited.name, officer=invited.officer, role=role, lost=lost)


def show_help(me: Caller, typed: str = "") -> Script[None]:
    """What the caller can do here, or one topic of help. Asks nothing, so the talk that waits goes on after it."""
    if typed:
        yield from _show_topic(me, typed)
        return
    if not me.officer:
        yield from say(words("help.citizen"), citizen_buttons())
        return
    yield from say(words("start.hello", name=me.name, role=words(f"role.{me.role}")))
    yield from say(words(f"help.{me.role}"))
    yield from say(_topics_words(me.role))


def _show_topic(me: Caller, typed: str) -> Script[None]:
    """The topic or the command that is meant, the nearest topic, or all there are."""
    topic = _meant(typed, me.role)
    if topic is None:
        shown = yield from look(CommandsOf(me.role, me.language))
        asked = typed.casefold()
        name = next((name for name, called in shown.items() if asked in (name, called)), None)
        if name:
            yield from say(_command_words(name, shown[name]))
            return
        topic = _nearest(typed, me.role)
        if topic is None:
            yield from say(words("help.unknown", typed=typed[:SHOWN]))
            yield from show_help(me)
            return
        yield from say(words("help.near", typed=typed[:SHOWN]))
    yield from topic.page(me)


def _meant(typed: str, role: Role) -> Topic | None:
    """The topic with one of the typed words as its name, or to which an outcome or a reason belongs."""
    said = plain_words(typed.replace("_", " "))
    for word in said:
        for topic in _topics_of(role):
            if word in topic.names:
                return topic
    whole = " ".join(said)
    reasons = {spelled for each in REASON_WORDS.values() for spelled in each}
    about = "refusal" if whole in reasons else "outcomes" if whole in SPELLINGS else ""
    return next((topic for topic in _topics_of(role) if topic.name == about), None)


def _nearest(typed: str, role: Role) -> Topic | None:
    names = {name: topic for topic in _topics_of(role) for name in topic.names}
    for word in plain_words(typed.replace("_", " ")):
        near = difflib.get_close_matches(word, names, n=1, cutoff=0.7)
        if near:
            return names[near[0]]
    return None


def _topics_of(role: Role) -> list[Topic]:
    return [topic for topic in TOPICS if role in topic.roles]


def citizen_buttons() -> list[Offer]:
    """What a citizen may ask, a button each."""
    about = [Offer("bantuan", name, words(f"topic.button_{name}")) for name in ("census", "officer")]
    return [Offer("cek", "", words("menu.cek")), *about, contact_button()]


def _topics_words(role: Role) -> Words:
    return words("help.topics", topics=[words(f"topic.{topic.name}") for topic in _topics_of(role)])


def _commands(me: Caller) -> Script[None]:
    """All commands of the caller's role, as the menu lists them."""
    shown = yield from look(CommandsOf(me.role, me.language))
    yield from say(words("help.commands", commands=[_command_words(*each) for each in shown.items()]))


def _command_words(name: str, called: str) -> Words:
    return words("help.command", name=called, does=words(f"command.{name}"))


def _refusal(me: Caller) -> Script[None]:
    """What to say to a family that refuses, by reason, and what comes next."""
    answers = [words("help.answer", reason=words(f"reason.{r}"), say=words(f"refusal.{r}")) for r in RefusalReason]
    yield from say(words("help.refusal", answers=answers))


def _outcomes(me: Caller) -> Script[None]:
    """Every outcome of a visit with its letters, its code on the form (R205) and what it means."""
    lines = []
    for outcome in AT_THE_DOOR:
        rule = RULES[outcome]
        form = words("help.form_code", code=rule.r205) if rule.r205 else None
        name, means = words(f"outcome.{outcome}"), words(f"meaning.{outcome}")
        lines.append(words("help.outcome", letters=rule.code, outcome=name, form=form, means=means))
    yield from say(words("help.outcomes", outcomes=lines))


def _typing(me: Caller) -> Script[None]:
    """How reports are typed."""
    yield from say(words("batch.how"))
    yield from say(words("help.typing"))


def _contacts(me: Caller) -> Script[None]:
    """Who to call: the caller's own leaders, and the office."""
    contacts = yield from look(ContactsOf(me.person))
    lines = contact_lines(contacts) if me.officer else citizen_lines(contacts)
    yield from say(words("help.contacts", contacts=lines))


def _census(me: Caller) -> Script[None]:
    """What the census is, for a citizen."""
    yield from say(words("help.census"), [contact_button()])


def _real_officer(me: Caller) -> Script[None]:
    """How a citizen knows a real officer."""
    yield from say(words("help.officer"), [contact_button()])


TOPICS = (
    Topic(("typing", "ketik", "mengetik", "type"), (Role.PPL,), _typing),
    Topic(("refusal", "menolak", "tolak", "ditolak", "penolakan", "refused", "refusals"), OFFICER_ROLES, _refusal),
    Topic(("outcomes", "hasil", "kode", "outcome", "results", "codes"), OFFICER_ROLES, _outcomes),
    Topic(("census", "sensus", "pendataan", "regsosek"), (Role.CITIZEN,), _census),
    Topic(("officer", "petugas", "officers"), (Role.CITIZEN,), _real_officer),
    Topic(("contact", "kontak", "hubungi", "telepon", "contacts", "phone", "call"), tuple(Role), _contacts),
    Topic(("commands", "perintah", "command"), tuple(Role), _commands),
)
SPOKEN = {
    " ".join(part for part in (asked, name) if part): name
    for asked in ASKED
    for name in ("", *(name for topic in TOPICS for name in topic.names))
}
"""What asks for help without a slash, and the topic meant: nothing else, for a note may begin with "bantuan" too."""
