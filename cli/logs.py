"""Logs: one line an event, structured, without tokens or personal data; httpx, which logs whole addresses, is quiet."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

from cli.settings import Settings, SettingsError
from running.traces import TracesMissing, place_of, set_up_traces

TOKEN = re.compile(r"\d{5,}:[\w-]{20,}")


def hide_tokens(_logger: Any, _method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Take anything that looks like a bot token out of an event."""
    return {name: TOKEN.sub("<token>", value) if isinstance(value, str) else value for name, value in event.items()}


class HideTokens(logging.Filter):
    """The same for libraries that log by themselves; of an error its kind and place are told, not its text."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; nothing is dropped."""
        record.msg, record.args = TOKEN.sub("<token>", record.getMessage()), None
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            record.msg += f" [{type(error).__name__} at {place_of(error)}]"
        record.exc_info = record.exc_text = None
        return True


def place_instead(_logger: Any, _method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Of an error tell the place: its text may hold data."""
    if event.pop("exc_info", None):
        event["where"] = place_of(sys.exception() or Exception())
    return event


def set_up_logs(level: str = "info") -> None:
    """Send our events from this level on, and the warnings of libraries, to standard error."""
    plain = not sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            hide_tokens,
            place_instead,
            structlog.processors.JSONRenderer() if plain else structlog.dev.ConsoleRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(HideTokens())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "apscheduler", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL)  # it logs whole bad answers; their errors reach us anyway


def set_up_watching(settings: Settings) -> None:
    """Logs at the level of the settings, and traces when they are wanted; SettingsError when those cannot be had."""
    set_up_logs(settings.log_level)
    if settings.otel_endpoint:
        try:
            set_up_traces(settings.otel_endpoint)
        except TracesMissing:
            raise SettingsError("CATAT_OTEL_ENDPOINT needs more packages: pip install 'catat[otel]'") from None
