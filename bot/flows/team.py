"""/tim: a leader's own people, who needs attention first; and one of them, with the number to call."""

from __future__ import annotations

from bot.flows.kit import Script, look, say
from core.people.absences import days_words
from core.people.messages import UnansweredBy, Waiting
from core.people.person import Caller
from core.words import Words, words
from core.workload.crew import CrewOf, Member
from core.workload.giving_back import WishesBelow
from wording.figures import figures_words
from wording.giving import ago_words

SHOWN = 20
"""People told one by one: their lines fill a phone three times."""
TYPED = 40


def show_team(me: Caller, typed: str = "") -> Script[None]:
    """Everybody in two short lines, or one person by number, name or id."""
    crew = yield from look(CrewOf(me.officer or "", me.today, me.at))
    if not crew:
        yield from say(words("tim.empty"))
        return
    meant = _meant(crew, typed) if typed else []
    if len(meant) == 1:
        unanswered = yield from look(UnansweredBy(me.officer or "", meant[0].officer))
        yield from say(_one(meant[0], unanswered, me))
        return
    if typed and not meant:
        yield from say(words("tim.no_such", typed=typed[:TYPED]))
    ordered = sorted(meant or crew, key=lambda member: member.urgency)
    lines = [_line(member, me) for member in ordered[:SHOWN]]
    if len(ordered) > SHOWN:
        lines.append(words("tim.more", n=len(ordered) - SHOWN))
    wishes = yield from look(WishesBelow(me.officer or ""))
    if wishes:
        lines.append(words("tim.wishes", n=len(wishes)))
    yield from say(words("tim.team", day=me.today, lines=lines))


def _meant(crew: list[Member], typed: str) -> list[Member]:
    """Who is meant by a number, an id, a name or the beginning of one."""
    said = typed.casefold()
    exact = [each for each in crew if said in (str(each.number), each.officer.casefold(), each.name.casefold())]
    return exact or [each for each in crew if each.name.casefold().startswith(said)]


def _line(member: Member, me: Caller) -> Words:
    """One person: a line of figures, and a line of when and whether."""
    return words(
        "tim.line",
        name=member.name,
        number=member.number,
        figures=figures_words(member.row),
        heard=_heard(member, me),
        absent=words("tim.absent", why=words(f"absence.why_{member.absence.why}")) if member.absence else None,
        joined=None if member.joined else words("tim.not_joined"),
    )


def _one(member: Member, unanswered: list[Waiting], me: Caller) -> Words:
    """Everything that is known of one person."""
    lines = [words("tim.figures", figures=figures_words(member.row)), words("tim.heard", heard=_heard(member, me))]
    if member.absence:
        why = words(f"absence.why_{member.absence.why}")
        days = days_words(member.absence.start, member.absence.until)
        lines.append(words("tim.absent_days", why=why, days=days))
    if not member.joined:
        lines.append(words("tim.unreachable"))
    if unanswered:
        oldest = unanswered[-1]
        ago = ago_words(oldest.at, me.at)
        lines.append(words("tim.unanswered", n=len(unanswered), ago=ago, number=oldest.number))
    lines.append(words("tim.phone", phone=member.phone) if member.phone else words("tim.no_phone"))
    role = words(f"role.{member.role}")
    return words("tim.one", name=member.name, officer=member.officer, role=role, lines=lines)


def _heard(member: Member, me: Caller) -> Words:
    """When the last report came in, in as few words as can be."""
    if member.heard is None:
        return words("tim.never")
    at = member.heard.astimezone(me.zone)
    days = (me.today - at.date()).days
    if days <= 0:
        return words("tim.at", at=at.time())
    return words("tim.yesterday") if days == 1 else words("tim.days_ago", n=days)
