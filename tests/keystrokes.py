"""What ten typical visits cost the person: guided by taps beside one typed message. `python -m tests.keystrokes`.

Both are played against the real bot. A tap is a button or the send key; a key is a character typed. The way to and fro
is one message up and the reply down: what a bad signal makes dear.
"""

import json
import sys
import tempfile
from dataclasses import dataclass, fields
from pathlib import Path

from db.engine.work import Database
from tests.conftest import build
from tests.conversations.reading import steps
from tests.conversations.replay import Replay
from tests.town import Town

PAGE = Path(__file__).parent.parent / "docs" / "keystrokes.md"
OPENS = "Ani: 📝 Lapor"
"""The keyboard's button: it sends its own words, by one tap. [*] is the first button, whatever it says."""

GUIDED = """
at 2022-10-20 17:00 WITA
{lapor}\nAni presses [1 ·]\nAni presses [4]
Ani presses [➡️ 2 ·]\nAni presses [3]
Ani presses [➡️ 3 ·]\nAni presses [Tidak ada]\nAni presses [*]
Ani presses [➡️ 4 ·]\nAni presses [5]
Ani presses [➡️ 5 ·]\nAni presses [Menolak]\nAni presses [Sedang sibuk]\nAni presses [*]
Ani presses [➡️ 6 ·]\nAni presses [2]
Ani presses [➡️ 7 ·]\nAni: J besok 19:00
Ani presses [➡️ 8 ·]\nAni presses [4]
Ani presses [➡️ 9 ·]\nAni: P ke Samarinda
Ani presses [➡️ 10 ·]\nAni presses [6]
"""
TYPED = r"""
at 2022-10-20 17:00 WITA
Ani: 1 s 4\n2 s 3\n3 t\n4 s 5\n5 m sibuk\n6 s 2\n7 j besok 19:00\n8 s 4\n9 p ke Samarinda\n10 s 6
"""
ONE_BY_ONE = "\nat 2022-10-20 17:00 WITA\n" + "\n".join(
    f"Ani: {line}" for line in TYPED.strip().splitlines()[1].removeprefix("Ani: ").split(r"\n")
)
HEAD = """\
# Ten visits, in taps and keys

Made by `python -m tests.keystrokes --write`, which plays both ways against the real bot: six complete interviews,
nobody home, a refusal, an appointment, a family that moved. Guided, each receipt's button leads to the next door; an
hour and a place are typed, as the rest of a report. A tap is a button or the send key, a key is a character typed; up
are messages and presses, down new messages, edits are answers in the place of their question; bytes are those of the
replies' texts. A test keeps this page true.

"""
TAIL = """

With a good signal taps are easier: {taps} of them and {keys} keys. With a bad one what counts is the way to and fro:
{ways} times against {typed}. The typed message may wait in the phone for hours, for every line says which household it
means, and may say its hour.
"""
WAYS = {"guided, by taps": GUIDED, "typed, a message each": ONE_BY_ONE, "typed, one message": TYPED}


@dataclass
class Cost:
    """What it took. up: messages and presses; down: new messages; edits: answers in the place of their question; bytes:
    what the replies weigh before Telegram's own envelope.
    """

    taps: int = 0
    keys: int = 0
    up: int = 0
    down: int = 0
    edits: int = 0
    bytes: int = 0


def cost_of(talk: str) -> tuple[Cost, list[tuple[str, int]]]:
    """Play a conversation; what it cost, and what became of the ten households."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/catat.db"
        build(url)
        database = Database(url)
        replay, cost = Replay(Town(database)), Cost()
        for step in steps(talk.format(lapor=OPENS)):
            first = replay.town.history[-1].buttons[0].text if step.text.endswith("[*]") else ""
            said = replay.act(step.text.replace("[*]", f"[{first}]"))
            if step.text.startswith("at "):
                continue
            typed = "" if " presses " in step.text or step.text == OPENS else step.text.removeprefix("Ani: ")
            cost.taps += 1
            cost.keys += len(typed.replace("\\n", "\n"))
            cost.up += 1
            cost.down += sum(not one.edit for one in said)
            cost.edits += sum(one.edit for one in said)
            cost.bytes += sum(len(json.dumps(one.text).encode()) for one in said)
        rows = [replay.town.household(number) for number in range(1, 11)]
        ends = [(row.status, row.persons) for row in rows]
        database.close()
    return cost, ends


def page() -> str:
    """The comparison as a page."""
    costs = {name: cost_of(talk)[0] for name, talk in WAYS.items()}
    names = [each.name for each in fields(Cost)]
    table = ["|  | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    for name, cost in costs.items():
        table.append(f"| {name} | " + " | ".join(str(getattr(cost, each)) for each in names) + " |")
    guided, typed = costs["guided, by taps"], costs["typed, one message"]
    ways = {"taps": guided.taps, "keys": guided.keys, "ways": guided.up, "typed": typed.up}
    return HEAD + "\n".join(table) + TAIL.format(**ways)


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(page())
    sys.stdout.write(page())
