"""A fault in a process of its own: reading these words comes to no end. Python loads this file when it starts."""

import re

import bot.hear
from bot.event import Event
from bot.router import Wish, wish_of


def read(event: Event) -> Wish:
    """What the person wants; of POISON it is never known."""
    while event.text == "POISON loop":
        pass
    if event.text == "POISON pattern":  # Python's lock is kept all the time
        re.fullmatch(r"(a|a)*b", "a" * 60)
    return wish_of(event)


bot.hear.wish_of = read
