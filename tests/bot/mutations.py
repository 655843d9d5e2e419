"""Updates of all kinds, and what may become of one on a way that is not Telegram's: seeded, so that a run repeats."""

import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from tests.people import ANI, BUDI, CITRA, MORNING
from tests.updates import CONTENT, blocking, edit, forwarded, message, press

ODD: list[Any] = [
    *(None, True, False, 0, -1, 10**13, 2**63, -(2**70), 10**40, 0.5, -1e308, float("inf"), float("nan")),
    *("", " ", "\0", "a\0b", "\ud800", "x\udfff", "👪" * 40, "\u0315\u0300" * 2000, "1" * 5000, "㉑" * 2200),
    *("/lapor " + "㉑" * 2200, "/surat " + "ke " * 1360, "/cuti 1 " + "- 1 " * 500, "." * 4096, "x" * 70_000),
    *("1:outcome:\0", "9" * 5000 + ":a"),
    *([], [[]], ["x"], [None], {}, {"id": "x"}, {"id": {}}, {"": {"": {"": []}}}, {"id": 2**80, "type": "private"}),
]  # fmt: skip
NESTED: Any = "deep"
for _ in range(200):
    NESTED = {"deeper": [NESTED]}
ODD.append(NESTED)
PEOPLE = {"Ani": ANI, "Budi": BUDI, "Citra": CITRA}


def kinds(number: int, name: str) -> list[dict[str, Any]]:
    """An update of each kind, all of one number."""
    chat = PEOPLE[name]
    texts = ["halo", "/target", "/lapor 3", "/cek 84X-DZP-7M8", "12 S 4", "/siap_1", "/surat 3 ke rt"]
    some = [message(number, chat, name, MORNING, text=text) for text in texts]
    some += [message(number, chat, name, MORNING, **each) for each in CONTENT.values()]
    some += [message(number, chat, name, MORNING, **CONTENT["photo"], caption="rumah")]
    some += [message(number, chat, name, MORNING, text="12 S 4", **forwarded(MORNING))]
    some += [edit(number, some[4]["message"], MORNING, text="12 S 5")]
    some += [press(number, chat, name, data) for data in ("1:outcome:complete", "0:lapor:3", "x")]
    some += [blocking(number, chat, name, MORNING, blocks=blocks) for blocks in (True, False)]
    for kind in ("edited_message", "channel_post", "edited_channel_post"):
        some.append({"update_id": number, kind: message(number, chat, name, MORNING, text="halo")["message"]})
    group = message(number, chat, name, MORNING, text="/target")
    group["message"]["chat"] = {"id": -100, "type": "group", "title": "PPL"}
    return [*some, group, {"update_id": number, "poll": {"id": "1"}}, {"update_id": number}]


def mutated(seed: int, number: int) -> Iterator[dict[str, Any]]:
    """So many updates, numbered from 1 on, each wrong in one to three places; its own number stays."""
    chance = random.Random(seed)
    for each in range(1, number + 1):
        update = deepcopy(chance.choice(kinds(each, chance.choice(sorted(PEOPLE)))))
        for _ in range(chance.randint(1, 3)):
            _spoil(chance, update)
        yield {**update, "update_id": each}


def _spoil(chance: random.Random, update: dict[str, Any]) -> None:
    if not (places := list(_places(update))):
        return
    holder, key = chance.choice(places)
    if chance.random() < 0.25:
        del holder[key]
    else:
        holder[key] = deepcopy(chance.choice(ODD))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield value, key
        yield from _places(each)
