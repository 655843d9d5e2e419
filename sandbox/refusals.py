"""What Telegram refuses, in its own codes and words."""

_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class Refusal(Exception):
    """A call that the Bot API answers with `ok: false`. `retry_after` is in seconds."""

    def __init__(self, code: int, words: str = "", retry_after: int | None = None) -> None:
        self.code = code
        self.retry_after = retry_after
        self.description = f"{_TITLES[code]}: {words}" if words else _TITLES[code]
        super().__init__(self.description)

    def body(self) -> dict[str, object]:
        """The answer as Telegram writes it."""
        answer: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


class PhoneRefusal(Exception):
    """Something a real phone would not let its owner do; `status` is the HTTP status of the control API."""

    def __init__(self, words: str, status: int = 409) -> None:
        self.status = status
        super().__init__(words)


def bad(words: str) -> Refusal:
    """A 400 with these words."""
    return Refusal(400, words)


def too_fast(seconds: int) -> Refusal:
    """A 429 that asks to wait this many seconds."""
    return Refusal(429, f"retry after {seconds}", retry_after=seconds)
