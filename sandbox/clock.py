"""The program's clock, when the one who starts the sandbox lends it: read and moved from the page."""

from datetime import datetime, time, timedelta
from typing import Protocol

from sandbox.refusals import PhoneRefusal


class ClockControl(Protocol):
    """A clock that can be moved forward. Both methods may be called from any thread."""

    def now(self) -> datetime:
        """The program's time, aware; the page shows it in this zone."""
        ...

    def move(self, seconds: float) -> None:
        """Move forward by this many seconds (never negative). May run due work before it returns."""
        ...


def seconds_to(target: str, now: datetime) -> float:
    """How far `target` is ahead: "HH:MM" is its next occurrence, anything else an ISO time.

    A time without a zone is in the clock's zone. Raises PhoneRefusal when it cannot be read or lies behind.
    """
    try:
        if len(target) == 5:
            aim = datetime.combine(now.date(), time.fromisoformat(target), now.tzinfo)
            aim += timedelta(days=1 if aim <= now else 0)
        else:
            aim = datetime.fromisoformat(target)
            aim = aim if aim.tzinfo else aim.replace(tzinfo=now.tzinfo)
    except ValueError as error:
        raise PhoneRefusal(f"not a time: {target}", 400) from error
    ahead = (aim - now).total_seconds()
    if ahead < 0:
        raise PhoneRefusal("the clock only moves forward", 400)
    return ahead
