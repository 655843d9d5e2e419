"""Traces: spans of update, transaction and send, off unless an address of a collector (OTLP over HTTP) is set.

All spans of one update share a trace, also those of another process: its id is made from the update's name. Spans carry
the update's name, kinds and results, never a person, a chat or a text.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_tracer: Any = None
_update: ContextVar[str] = ContextVar("update", default="")


class TracesMissing(Exception):
    """The packages of the group `otel` are not installed."""


def set_up_traces(endpoint: str) -> None:
    """Send spans to this collector from now on; TracesMissing when the packages are not there."""
    global _tracer
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
    except ImportError:
        raise TracesMissing from None

    class Ids(RandomIdGenerator):
        """Random ids, but for the traces of updates."""

        def generate_trace_id(self) -> int:
            name = _update.get()
            return trace_of(name) if name else int(super().generate_trace_id())

    provider = TracerProvider(resource=Resource({"service.name": "catat"}), id_generator=Ids())
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{endpoint}/v1/traces")))
    _tracer = provider.get_tracer("catat")


def trace_of(update: str) -> int:
    """The id of an update's trace."""
    return int.from_bytes(hashlib.sha256(update.encode()).digest()[:16], "big") or 1


@contextmanager
def span(name: str, update: str = "", **attributes: str) -> Iterator[None]:
    """A span around what is done inside; an error is told by its kind alone. update: begins that update's trace."""
    if _tracer is None:
        yield
        return
    token = _update.set(update) if update else None
    if update:
        attributes["catat.update"] = update
    how: dict[str, Any] = {"record_exception": False, "set_status_on_exception": False}
    try:
        with _tracer.start_as_current_span(name, attributes=attributes, **how) as current:
            try:
                yield
            except Exception as error:
                current.set_attribute("error.type", type(error).__name__)
                raise
    finally:
        if token is not None:
            _update.reset(token)


def place_of(error: BaseException) -> str:
    """Return the place in our own code where an error came up: file, line and function, never its data."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or list(frames)
    if not ours:
        return "?"
    last, path = ours[-1], Path(ours[-1].filename)
    known = path.relative_to(ROOT) if path.is_relative_to(ROOT) else Path(*path.parts[-2:])
    return f"{known}:{last.lineno} {last.name}"
