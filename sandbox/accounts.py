"""Who takes part: the bots that may call, and the phones that people hold."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class BotAccount:
    """A bot as its father registered it. `username` is without the at sign; an empty `name` means the username."""

    token: str
    username: str
    name: str = ""

    @property
    def id(self) -> int:
        """The bot's own user id: the digits before the colon of its token."""
        return int(self.token.partition(":")[0])


@dataclass(frozen=True)
class Suggestion:
    """A chip above the phone's input: a newcomer taps `label`, and the phone types `text`."""

    label: str
    text: str


@dataclass(frozen=True)
class PhoneSpec:
    """A phone to begin with. Empty fields are filled in: id from the name, the user id and number from a counter."""

    name: str
    id: str = ""
    caption: str = ""
    user_id: int | None = None
    language_code: str = "id"
    phone_number: str = ""
    suggestions: tuple[Suggestion, ...] = ()


DEFAULT_PHONES = (
    PhoneSpec("Ani", caption="Enumerator · petugas lapangan"),
    PhoneSpec("Budi", caption="Supervisor · pengawas"),
    PhoneSpec("Citra", caption="Citizen · warga"),
)


@dataclass
class Phone:
    """The account of one person; `id` names the phone in the control API, `user_id` is Telegram's."""

    id: str
    name: str
    user_id: int
    phone_number: str
    language_code: str = "id"
    caption: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    online: bool = True

    def user(self) -> Json:
        """Telegram's User."""
        return {
            "id": self.user_id,
            "is_bot": False,
            "first_name": self.name,
            "language_code": self.language_code,
        }

    def shown(self) -> Json:
        """The phone as the control API lists it."""
        return {
            "id": self.id,
            "name": self.name,
            "user_id": self.user_id,
            "phone_number": self.phone_number,
            "language_code": self.language_code,
            "caption": self.caption,
            "suggestions": [{"label": s.label, "text": s.text} for s in self.suggestions],
            "online": self.online,
        }
