"""`catat`, killed at a moment of its own: python -m tests.backup.killed MODULE FUNCTION before|after ARGUMENTS..."""

import importlib
import os
import signal
import sys
from typing import Any

from cli.main import main


def kill_at(module: str, name: str, when: str) -> None:
    """Let the process be killed before a function begins, or after it has ended."""
    place = importlib.import_module(module)
    function = getattr(place, name)

    def killed(*given: Any, **named: Any) -> Any:
        if when == "after":
            function(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(place, name, killed)


if __name__ == "__main__":
    kill_at(*sys.argv[1:4])
    sys.argv = ["catat", *sys.argv[4:]]
    main()
