"""Logs: one line an event, structured, without tokens or personal data; httpx, which logs whole addresses, is quiet."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

TOKEN = re.compile(r"\d{5,}:[\w-]{20,}")


def hide_tokens(_logger: Any, _method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Take anything that looks like a bot token out of an event."""
    return {name: TOKEN.sub("<token>", value) if isinstance(value, str) else value for name, value in event.items()}


class HideTokens(logging.Filter):
    """The same for libraries that log by themselves."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; nothing is dropped."""
        record.msg, record.args = TOKEN.sub("<token>", record.getMessage()), None
        return True


def set_up_logs() -> None:
    """Send our events and the warnings of libraries to standard error."""
    plain = not sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            hide_tokens,
            structlog.processors.JSONRenderer() if plain else structlog.dev.ConsoleRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(HideTokens())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "apscheduler", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL)  # it logs whole bad answers; their errors reach us anyway
