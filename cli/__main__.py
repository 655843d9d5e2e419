"""Where `catat` begins: `python -m cli` is the same."""

from __future__ import annotations

import gc


def main() -> None:
    """Load the program and run the command. Nothing that is loaded is garbage: looking for some would take a fifth of
    the time.
    """
    gc.disable()
    from cli.main import main as catat

    gc.freeze()
    gc.enable()
    catat()


if __name__ == "__main__":
    main()
