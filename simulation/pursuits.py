"""Checks of open cases: what follows a visit in vain, who is reminded of what, and what a leader's summary counts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from simulation.books import Sheet
from simulation.cases import Case
from simulation.ladders import AT_THE_DOOR
from simulation.reading import find, hour_in, number, plain, read, wording
from simulation.stage import ZONE, Stage

HEADERS = {
    "revisit.reminder": "hour", "revisit.reminder_soon": "hour", "reminder.step": "hour", "reminder.new": "new",
    "reminder.overdue": "overdue", "reminder.line": "line",
}  # fmt: skip
"""The texts of reminders, by their first lines, and what they say."""
NEXT = ("case.now_with", "case.next_step", "case.next_try", "visit.saved_revisit")
"""What a confirmation may say of the next visit or step; the first that fits a line is meant."""
CASES = ("case.line", "case.line_overdue")
NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Told:
    """One household of a reminder. name: of its enumerator, for leaders; no: 0 for one that a long list left out."""

    say: str
    no: int
    head: str
    name: str = ""


def told(text: str, language: str) -> list[Told]:
    """The households of a reminder; none when it is another message."""
    says = {wording(key, language).split("\n")[0]: say for key, say in HEADERS.items()}
    found: list[Told] = []
    say = ""
    for line in text.split("\n"):
        say = says.get(line, say)
        about = _household(line, language) if say and line not in says else None
        others = (read(line, key, language) for key in ("case.others+", "case.others") if say)
        more = next((number(each["n"]) for each in others if each), 0)
        found += [Told(say, *about)] if about else [Told(say, 0, "")] * more
    return found


def _household(line: str, language: str) -> tuple[int, str, str] | None:
    """Number, head and enumerator of a line, if it is about a household."""
    visit = read(line, "revisit.line", language)
    if visit:
        return number(visit["no"]), plain(visit["head"]), ""
    for key in CASES:
        first = wording(key, language).split("\n")[0].split("{household}")
        if line.startswith(first[0]) and " · " in line:
            no, about = line.removeprefix(first[0]).rsplit(": ", 1)[0].split(" · ", 1)
            head, _, name = about.rpartition(" (") if about.endswith(")") else ("", "", "")
            return number(no), plain(head or about), plain(name.removesuffix(")")) if head else ""
    return None


def next_step(stage: Stage, sheet: Sheet, case: Case, detail: str, language: str) -> None:
    """Compare what a confirmation says of the next visit or step: whose it is, and its hour."""
    stand, where = case.pursuit, f"{sheet.officer} no. {case.no}"
    read_lines = [(key, read(line, key, language)) for line in detail.split("\n") for key in NEXT]
    found = dict([(key, each) for key, each in read_lines if each][:1])
    if stand is None:
        stage.compare("next steps", where, list(found), [])
        return
    owner = stage.books.owner(sheet, case)
    key = "case.next_try" if stand.tries and stand.step == "visit" else "visit.saved_revisit"
    key = key if stand.step in AT_THE_DOOR else "case.next_step"
    key = "case.now_with" if owner else key
    said = found.get(key, {})
    due = stand.due.astimezone(ZONE).replace(second=0, microsecond=0)
    expected = {"due": due, "at": due, "name": stage.books.names.get(owner, ""), "no": str(case.no)}
    expected |= {
        "tries": str(stand.tries),
        "wanted": str(stand.wanted),
        "step": wording(f"step.{stand.step}", language),
    }
    read_as = {name: hour_in(text, due) if name in ("due", "at") else plain(text) for name, text in said.items()}
    read_as = {name: told for name, told in read_as.items() if name in expected}
    stage.compare("next steps", where, (list(found), read_as), ([key], {name: expected[name] for name in read_as}))


def morning(stage: Stage, sheet: Sheet, text: str, listed: list[int], language: str) -> None:
    """Compare how many cases wait for another step, and remember that the list has told of the others."""
    said = find(text, "target.cases+", language) or find(text, "target.cases", language) or {"n": "0"}
    own = [each for (officer, _), each in stage.books.reminders.watched.items() if officer == sheet.officer]
    waiting = sum(not each.owner and each.stand.step not in AT_THE_DOOR for each in own)
    stage.compare("other steps in the morning", sheet.officer, number(said["n"]), waiting)
    stage.books.reminders.morning(sheet.officer, [no for no in listed if no in sheet.pending], stage.now)


def overview(stage: Stage, leader: str, said: str, language: str) -> str:
    """Compare the open cases of a summary, step by step; what is left of the text."""
    rest, figures, counts = [], "", ""
    for line in said.split("\n"):
        found = read(line, "case.overview+", language) or read(line, "case.overview", language)
        if found is None:
            rest.append(line)
        else:
            figures, counts = found["n"] + found["yours"], found["counts"]
    cases = stage.books.open_cases(leader)
    mine = sum(each.owner == leader for each in cases)
    steps = Counter(wording(f"step.{each.stand.step}", language) for each in cases)
    told = filter(None, (read(each, "case.count", language) for each in counts.split(", ")))
    told_steps = {each["step"]: number(each["number"]) for each in told}
    stage.compare("open cases", f"{leader}, steps", told_steps, dict(steps))
    numbers = [number(each) for each in NUMBER.findall(figures)]
    stage.compare("open cases", leader, numbers, [each for each in (len(cases), mine) if each])
    return "\n".join(rest)


def reminders(stage: Stage) -> None:
    """Compare the reminders of one tick with the books: each hour of a case once, in its turn."""
    said, books = Counter(stage.reminded), stage.books
    due = books.reminders.due(stage.now)
    expected = Counter((to, say, books.names[officer], no) for to, say, officer, no in due.elements())
    stage.reminded = []
    stage.compared["reminders"] += expected.total()
    stage.count("reminders", said.total())
    left_out = Counter((to, say) for to, say, _, no in said.elements() if not no)
    for each in sorted((said - expected).keys() | (expected - said).keys()):
        to, say, _, no = each
        missing = expected[each] - said[each]  # more than one where two enumerators have one name
        if no and 0 < missing <= left_out[to, say]:
            left_out[to, say] -= missing
        elif no:
            stage.differ("reminders", f"{each}: said {said[each]} times instead of {expected[each]}")
    for more in sorted(+left_out):
        stage.differ("reminders", f"{more}: {left_out[more]} more than there are")
