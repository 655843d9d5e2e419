"""The long form of the tests (CATAT_SOAK, `make soak`) and the short one: the same checks, of less."""

import os

SOAK = bool(os.environ.get("CATAT_SOAK"))


def examples(full: int) -> int:
    """How many examples a property is tried with: all of them in the long form, a third in the short one."""
    return full if SOAK else max(10, full // 3)
