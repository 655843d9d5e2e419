"""What a talk may want from the database: a Query is a read, a Command a change; each knows the type of its answer."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class Query(Generic[T]):
    """A read whose answer has type T; db/ answers it."""


class Command(Generic[T]):
    """A change that answers with a T; db/ carries it out in the transaction of the message."""
