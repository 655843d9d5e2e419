"""Replaying a conversation: each step is done in a town, and what the bot says is compared with what is expected."""

import difflib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text, update
from sqlmodel import col

from core.review.states import read_rule
from core.visits.source import Source
from core.workload.targets import period_of
from db.people.invites import make_invite
from db.tables import Chat, Officer
from scheduler.jobs import due_runs, perform
from scheduler.reminders import remind
from tests.conversations.reading import Expected, Step, matches, told
from tests.people import BOT, chat_row, officer_row
from tests.town import Said, Town
from tests.updates import CONTENT, answered, blocking, forwarded

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
NAME = r"(?P<who>[A-Z][\w' ]*?)"
LANGUAGE = {"English": "en", "Indonesian": "id"}
LONG = "panjang "
"""What 5000 characters are made of."""


class Replay:
    """One conversation in one town. transcript: what really happened, in the form of the files."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.zone = ZoneInfo(ZONES["WITA"])
        self.speaker = ""
        self.transcript: list[str] = []
        self.below: dict[tuple[int, bool], list[str]] = {}

    def play(self, step: Step, *, check: bool = True) -> None:
        """Do one step; AssertionError with the transcript so far when the bot says something else."""
        if step.text.startswith("household "):
            self.look(step, check=check)
            return
        said = self.act(step.text)
        self.town.arrive()
        actual = [self.written(one) for one in said]
        self.transcript += ["", step.text] if actual or self.speaker else [step.text]
        self.transcript += [line for lines in actual for line in lines]
        if check:
            self.compare(step, said)

    def act(self, line: str) -> list[Said]:
        """Find the meaning of a line and do it; ValueError when it has none."""
        for pattern, do in STEPS:
            if found := pattern.fullmatch(line):
                self.speaker = found.groupdict().get("who") or self.speaker
                return do(self, found) or []
        raise ValueError(f"no step is written like this: {line}")

    def compare(self, step: Step, said: list[Said]) -> None:
        """Complain when the messages are not the expected ones. Each chat's messages are compared in their order."""
        expected: dict[int, list[Expected]] = {}
        for one in step.expected:
            expected.setdefault(self.town.chat(one.who or self.speaker), []).append(one)
        actual: dict[int, list[Said]] = {}
        for message in said:
            actual.setdefault(message.chat, []).append(message)
        for chat in expected.keys() | actual.keys():
            wanted, got = expected.get(chat, []), actual.get(chat, [])
            if len(wanted) != len(got):
                self.complain(step, f"{len(wanted)} messages expected for {self.name(chat)}, {len(got)} sent")
            for one, message in zip(wanted, got, strict=True):
                self.compare_message(step, one, message)

    def compare_message(self, step: Step, one: Expected, message: Said) -> None:
        """Complain when a message is not as expected."""
        if one.edit is not message.edit:
            self.complain(step, f"line {one.line}: {'a new message' if one.edit else 'an edit'} came")
        text, buttons, menu = told(one.lines)
        parts = [(text, body(message))]
        if buttons:
            parts.append((" ".join(buttons).split("] ["), " ".join(rows(message)).split("] [")))
        if menu:
            parts.append((menu, [menu_line(message)]))
        for wanted, got in parts:
            if not matches(["..." if "..." in w and not w.strip("[]. ") else w for w in wanted], got):
                diff = list(difflib.ndiff(wanted, got))
                self.complain(step, f"line {one.line}: the bot said something else", diff)

    def complain(self, step: Step, why: str, diff: list[str] | None = None) -> None:
        """Fail, with the conversation as it really went."""
        went = "\n".join(self.transcript[-60:])
        shown = "\n".join(["", "- expected, + said:", *diff]) if diff else ""
        raise AssertionError(f"line {step.line} ({step.text}): {why}{shown}\n\nWhat was really said:\n{went}")

    def look(self, step: Step, *, check: bool) -> None:
        """Compare a household with what the file says about it."""
        number, _, wanted = step.text.removeprefix("household ").partition(":")
        actual = self.state(int(number))
        self.transcript += [f"household {number}: {actual}"]
        if check and not matches([wanted.strip()], [actual]):
            self.complain(step, f"household {number} is {actual}")

    def state(self, number: int) -> str:
        """A household in one line."""
        row = self.town.household(number)
        if row is None:
            return "unknown"
        parts = [row.status or "open"]
        if row.settled_on:
            parts[0] += f" on {row.settled_on}"
        if row.kind != "prelist":
            parts.append(f"{row.kind} ({row.head}, {row.address}, {row.area})")
        if row.persons:
            parts.append(f"{row.persons} person{'' if row.persons == 1 else 's'}")
        if row.lat is not None:
            parts.append(f"at {row.lat} {row.lon}")
        if row.families > 1:
            parts.append(f"{row.families} families")
        if row.revisit_at:
            parts.append(f"again {row.revisit_at.astimezone(self.zone):%Y-%m-%d %H:%M}")
        parts.append(f"{row.visits} visit{'' if row.visits == 1 else 's'}")
        visits = [visit for visit in self.town.visits() if visit.household == number]
        parts += [written_detail(each) for each in self.town.details(number)]
        parts += [f"says {visits[-1].source}"] if visits and visits[-1].source != Source.SELF else []
        parts += [f"{name} “{value}”" for name in ("reason", "note") if visits and (value := getattr(visits[-1], name))]
        return ", ".join(parts)

    def written(self, said: Said) -> list[str]:
        """A message as it stands in a file; buttons and keyboards that were shown just before are left out."""
        who = "bot edits" if said.edit else "bot"
        if said.chat != self.town.chat(self.speaker or "Ani"):
            who += f" to {self.name(said.chat)}"
        lines = body(said)
        for below in (rows(said), [menu_line(said)] if said.menu else []):
            if self.below.get((said.chat, bool(said.menu))) != below:
                lines = lines + below
            if below:
                self.below[said.chat, bool(said.menu)] = below
        return [f"{who}: {lines[0]}", *("     " + line for line in lines[1:])]

    def name(self, chat: int) -> str:
        """Whose chat it is."""
        return next((name for name, known in self.town.chats.items() if known == chat), str(chat))

    def clock(self, found: re.Match[str]) -> None:
        """Set the clock."""
        groups = found.groupdict()
        if groups.get("zone"):
            self.zone = ZoneInfo(ZONES[groups["zone"]])
        day = groups.get("day") or f"{self.town.now.astimezone(self.zone):%Y-%m-%d}"
        self.town.now = self.moment(day, groups["hour"])

    def moment(self, day: str, hour: str) -> datetime:
        """A day and an hour of the conversation's zone."""
        return datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=self.zone).astimezone(UTC)


def written_detail(detail: Any) -> str:
    """A detail of a report in a few words."""
    place = f"{detail.lat} {detail.lon}" if detail.kind == "place" else ""
    said = f"“{detail.text}”" if detail.text else ""
    return " ".join(part for part in (f"+ {detail.kind}", said, detail.file, place) if part)


def body(said: Said) -> list[str]:
    """The text of a message, without empty lines."""
    return [line.strip() for line in said.text.splitlines() if line.strip()]


def rows(said: Said) -> list[str]:
    """The buttons of a message, a row a line, without the row that goes back or cancels."""
    shown = [row for row in said.rows if not row[0].data.endswith((":<", ":x"))]
    return [" ".join(f"[{button.text}]" for button in row) for row in shown]


def menu_line(said: Said) -> str:
    """The keyboard below, in one line."""
    return "menu: " + " · ".join(said.menu)


def _clock(replay: Replay, found: re.Match[str]) -> None:
    replay.clock(found)


def _nobody(replay: Replay, found: re.Match[str]) -> None:
    with replay.town.database.work() as work:
        work.change(update(Chat).values(officer=None))


def _days_off(replay: Replay, found: re.Match[str]) -> None:
    campaign = replay.town.campaign
    period = period_of(campaign.period.start, campaign.period.end, found["days"])
    replay.town.campaign = replace(campaign, period=period)


def _checked(replay: Replay, found: re.Match[str]) -> None:
    replay.town.campaign = replace(replay.town.campaign, review=read_rule(found["rule"]))


def _invite(replay: Replay, found: re.Match[str]) -> None:
    with replay.town.database.work() as work:
        make_invite(work, found["officer"], found["code"], replay.town.now)


def _move(replay: Replay, found: re.Match[str]) -> None:
    with replay.town.database.work() as work:
        moved = text("UPDATE household SET enumerator = :officer, no = 900 + id WHERE id = :id")
        work.change(moved, officer=found["officer"], id=int(found["id"]))


def _enumerator(replay: Replay, found: re.Match[str]) -> None:
    chat = replay.town.chat(found["who"])
    with replay.town.database.work() as work:
        work.change(insert(Officer), **officer_row(found["officer"], found["who"], "ppl", found["leader"]))
        work.change(insert(Chat), **chat_row(chat, found["officer"]))


def _phone(replay: Replay, found: re.Match[str]) -> None:
    with replay.town.database.work() as work:
        work.change(update(Officer).where(col(Officer.id) == found["officer"]).values(phone=found["number"]))


def _office(replay: Replay, found: re.Match[str]) -> None:
    replay.town.campaign = replace(replay.town.campaign, contact=found["contact"])


def _language(replay: Replay, found: re.Match[str]) -> None:
    chat = replay.town.chat(found["who"])
    language = LANGUAGE[found["language"]]
    with replay.town.database.work() as work:
        known = update(Chat).where(col(Chat.chat) == chat).values(language=language)
        if not work.change(known):
            work.change(insert(Chat), bot=BOT, chat=chat, language=language, talk_no=0, checks=0)


def _writes(replay: Replay, found: re.Match[str]) -> list[Said]:
    written = found.groupdict().get("hour")
    at = replay.moment(f"{replay.town.now.astimezone(replay.zone):%Y-%m-%d}", written) if written else None
    return replay.town.writes(found["who"], found["text"].replace("\\n", "\n"), at)


def _long(replay: Replay, found: re.Match[str]) -> list[Said]:
    length = int(found["length"])
    return replay.town.writes(found["who"], (LONG * length)[: length - 1] + "!")


def _sends(replay: Replay, found: re.Match[str]) -> list[Said]:
    return replay.town.sends(found["who"], **CONTENT[found["what"]])


def _sends_place(replay: Replay, found: re.Match[str]) -> list[Said]:
    place = {"latitude": float(found["lat"]), "longitude": float(found["lon"])}
    return replay.town.sends(found["who"], location=place)


def _sends_captioned(replay: Replay, found: re.Match[str]) -> list[Said]:
    return replay.town.sends(found["who"], **CONTENT[found["what"]], caption=found["text"])


def _sends_late(replay: Replay, found: re.Match[str]) -> list[Said]:
    day = f"{replay.town.now.astimezone(replay.zone):%Y-%m-%d}"
    return replay.town.sends(found["who"], replay.moment(day, found["hour"]), **CONTENT["photo"])


def _forwards(replay: Replay, found: re.Match[str]) -> list[Said]:
    what, said = found.groupdict().get("what"), found.groupdict().get("text") or ""
    content = {**CONTENT[what], **({"caption": said} if said else {})} if what else {"text": said}
    return replay.town.sends(found["who"], **content, **forwarded(replay.town.now))


def _sends_album(replay: Replay, found: re.Match[str]) -> list[Said]:
    """Photos that were sent together; only the first has the words."""
    group, said = str(next(replay.town.numbers)), list[Said]()
    for number in range(int(found["n"])):
        caption = {"caption": found["text"]} if found["text"] and not number else {}
        said += replay.town.sends(found["who"], **CONTENT["photo"], **caption, media_group_id=group)
    return said


def _edits(replay: Replay, found: re.Match[str]) -> list[Said]:
    return replay.town.edits(found["who"], found["old"].replace("\\n", "\n"), text=found["text"].replace("\\n", "\n"))


def _replies(replay: Replay, found: re.Match[str]) -> list[Said]:
    """As Telegram does it: the message that is answered comes along."""
    town, chat = replay.town, replay.town.chat(found["who"])
    old = next(said for said in reversed(town.history) if said.chat == chat and found["old"] in said.text)
    return town.sends(found["who"], text=found["text"], reply_to_message=answered(old.text))


def _stands(replay: Replay, found: re.Match[str]) -> None:
    with replay.town.database.work() as work:
        stood = text("UPDATE household SET lat = :lat, lon = :lon WHERE id = :id")
        work.change(stood, lat=float(found["lat"]), lon=float(found["lon"]), id=int(found["id"]))


def _presses(replay: Replay, found: re.Match[str]) -> list[Said]:
    return replay.town.presses(found["who"], found["button"], old=bool(found["old"]))


def _blocks(replay: Replay, found: re.Match[str]) -> list[Said]:
    town = replay.town
    number, chat = next(town.numbers), town.chat(found["who"])
    return town.deliver(blocking(number, chat, found["who"], town.now, blocks=found["change"] == "blocks"))


def _again(replay: Replay, found: re.Match[str]) -> list[Said]:
    return [said for _ in range(4) for said in replay.town.deliver(replay.town.last)]


def _jobs(replay: Replay, found: re.Match[str]) -> list[Said]:
    replay.clock(found)
    town = replay.town
    with town.database.read() as work:
        due = due_runs(work, town.now)
    for run in due:
        perform(town.database.write, run, town.campaign, town.now)
    remind(town.database.write, town.campaign, town.now)
    return town.said()


PLACE = r"(?P<lat>-?\d+\.\d+) (?P<lon>-?\d+\.\d+)"
CLOCK = r"(?:(?P<day>\d{4}-\d\d-\d\d) )?(?P<hour>\d\d:\d\d)(?: (?P<zone>WIB|WITA|WIT))?"
STEPS: list[tuple[re.Pattern[str], Callable[[Replay, re.Match[str]], list[Said] | None]]] = [
    (re.compile(f"at {CLOCK}"), _clock),
    (re.compile(f"clock {CLOCK}"), _jobs),
    (re.compile(r"days off: (?P<days>.*)"), _days_off),
    (re.compile(r"reports checked: (?P<rule>.*)"), _checked),
    (re.compile("nobody has joined"), _nobody),
    (re.compile(r"invite (?P<officer>\S+) (?P<code>\S+)"), _invite),
    (re.compile(r"move household (?P<id>\d+) to (?P<officer>\S+)"), _move),
    (re.compile(rf"enumerator (?P<officer>\S+) {NAME} under (?P<leader>\S+)"), _enumerator),
    (re.compile(r"phone (?P<officer>\S+) (?P<number>\S+)"), _phone),
    (re.compile(r"office (?P<contact>.+)"), _office),
    (re.compile("update again"), _again),
    (re.compile(rf"{NAME} speaks (?P<language>English|Indonesian)"), _language),
    (re.compile(rf"{NAME} presses (?P<old>the old button )?\[(?P<button>[^\]]+)\]"), _presses),
    (re.compile(rf"{NAME} forwards a (?P<what>{'|'.join(CONTENT)})(?:: (?P<text>.*))?"), _forwards),
    (re.compile(rf"{NAME} forwards: (?P<text>.*)"), _forwards),
    (re.compile(rf"{NAME} edits “(?P<old>.*)” to: (?P<text>.*)"), _edits),
    (re.compile(rf"{NAME} replies to “(?P<old>.*)”: (?P<text>.*)"), _replies),
    (re.compile(rf"{NAME} sends (?P<length>\d+) characters"), _long),
    (re.compile(rf"{NAME} sends an album of (?P<n>\d+)(?:: (?P<text>.*))?"), _sends_album),
    (re.compile(rf"{NAME} sends the place {PLACE}"), _sends_place),
    (re.compile(rf"{NAME} sends a (?P<what>{'|'.join(CONTENT)}): (?P<text>.*)"), _sends_captioned),
    (re.compile(rf"place household (?P<id>\d+) at {PLACE}"), _stands),
    (re.compile(rf"{NAME} at (?P<hour>\d\d:\d\d) sends a photo"), _sends_late),
    (re.compile(rf"{NAME} sends a (?P<what>{'|'.join(CONTENT)})"), _sends),
    (re.compile(rf"{NAME} (?P<change>blocks|unblocks) the bot"), _blocks),
    (re.compile(rf"{NAME} at (?P<hour>\d\d:\d\d): (?P<text>.*)"), _writes),
    (re.compile(rf"{NAME}: (?P<text>.*)"), _writes),
]
