"""Who says so: how information by proxy is told."""

from __future__ import annotations

from core.visits.source import PROXY, Source
from core.words import Words, words


def source_words(key: str, source: Source | None) -> Words | None:
    """That something is by proxy, in the words of this text; None when it is not."""
    return words(key, who=words(f"source.{source}")) if source in PROXY else None


def with_source(line: Words, source: Source) -> Words:
    """A line of a history, with who says so when it is by proxy."""
    return words("source.with", line=line, who=words(f"source.{source}")) if source in PROXY else line
