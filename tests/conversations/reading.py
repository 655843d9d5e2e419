"""Reading a conversation's file: steps, each with what the bot is expected to say after it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
BOT = re.compile(r"bot(?P<edit> edits)?(?: to (?P<who>[^:]+))?:(?P<text>.*)")


@dataclass
class Expected:
    """One message that the bot should send. who: empty for the person who spoke last. edit: it takes the place of the
    message whose button was pressed ("bot edits: ...").
    """

    line: int
    who: str
    lines: list[str] = field(default_factory=list)
    edit: bool = False


@dataclass
class Step:
    """One line of a file that does something, and the messages that should follow."""

    line: int
    text: str
    expected: list[Expected] = field(default_factory=list)


def files() -> list[Path]:
    """All conversations."""
    return sorted(FOLDER.glob("*.txt"))


def steps(source: str) -> Iterator[Step]:
    """The steps of a conversation; ValueError for a line that belongs to nothing."""
    step: Step | None = None
    for number, line in enumerate(source.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(" "):
            if step is None or not step.expected:
                raise ValueError(f"line {number}: this goes on with nothing: {line.strip()}")
            step.expected[-1].lines.append(line.strip())
        elif found := BOT.fullmatch(line):
            if step is None:
                raise ValueError(f"line {number}: the bot speaks before anybody else")
            first = found["text"].strip()
            step.expected.append(Expected(number, found["who"] or "", [first] if first else [], bool(found["edit"])))
        else:
            if step is not None:
                yield step
            step = Step(number, line.strip())
    if step is not None:
        yield step


def matches(expected: list[str], actual: list[str]) -> bool:
    """Whether actual lines are as expected, where `...` is a wildcard."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n" for line in expected
    )
    return re.fullmatch(pattern, "".join(line + "\n" for line in actual)) is not None


def told(expected: list[str]) -> tuple[list[str], list[str], list[str]]:
    """An expected message's text, buttons and menu, as lines."""
    buttons = [line for line in expected if is_row(line)]
    menu = [line for line in expected if line.startswith("menu:")]
    return [line for line in expected if line not in buttons and line not in menu], buttons, menu


def is_row(line: str) -> bool:
    """Whether a line shows buttons: [one] [two]."""
    return re.fullmatch(r"(\[[^\]]*\]|\.\.\.)( (\[[^\]]*\]|\.\.\.))*", line) is not None and line != "..."
