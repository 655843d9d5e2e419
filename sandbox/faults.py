"""Switches that make this Telegram behave as badly as the real network does; for tests and training."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sandbox.refusals import PhoneRefusal

_PATIENT = ("getupdates",)


@dataclass
class Faults:
    """What goes wrong next. Counts go down by one with each call they spoil; seconds and switches stay until changed.

    `methods` narrows the counts to these methods; by default they spoil all but getUpdates.
    """

    too_many_requests: int = 0
    retry_after: int = 1
    server_error: int = 0
    hang: int = 0
    hang_seconds: float = 5.0
    refuse_edits: int = 0
    apply_then_time_out: int = 0
    time_out_seconds: float = 600.0
    away: bool = False
    deliver_twice: bool = False
    shuffle: bool = False
    methods: Sequence[str] = field(default_factory=list)

    def set(self, wanted: dict[str, Any]) -> None:
        """Change the named switches; raises PhoneRefusal for an unknown name or a value of the wrong type."""
        known = {f.name: getattr(Faults(), f.name) for f in fields(self)}
        for name, value in wanted.items():
            if name not in known:
                raise PhoneRefusal(f"unknown fault: {name}", 400)
            kind = (int, float) if isinstance(known[name], float) else type(known[name])
            if not isinstance(value, kind):
                raise PhoneRefusal(f"wrong value for {name}: {value!r}", 400)
            setattr(self, name, value)

    def clear(self) -> None:
        """Everything works again."""
        self.set(asdict(Faults()))

    def shown(self) -> dict[str, Any]:
        """All switches as they are now."""
        return asdict(self)

    def strikes(self, fault: str, method: str) -> bool:
        """Whether this counted fault spoils this call; counts it when it does."""
        left: int = getattr(self, fault)
        named = [m.lower() for m in self.methods]
        if left <= 0 or (method not in named if named else method in _PATIENT):
            return False
        setattr(self, fault, left - 1)
        return True
