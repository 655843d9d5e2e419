"""Print what is really said in a conversation, or write it into the file (see the package's description)."""

import sys
import tempfile
from pathlib import Path

from db.engine.work import Database
from tests.conftest import build
from tests.conversations.reading import steps
from tests.conversations.replay import Replay
from tests.town import Town


def transcript(source: str) -> str:
    """A conversation with what the bot really says; remarks stay before the step that follows them."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/catat.db"
        build(url)
        database = Database(url)
        replay = Replay(Town(database))
        lines = source.splitlines()
        written: list[str] = []
        at = 0
        for step in steps(source):
            remarks = [line for line in lines[at : step.line - 1] if line.startswith("#")]
            at = step.line
            before = len(replay.transcript)
            replay.play(step, check=False)
            new = replay.transcript[before:]
            gap = [""] if new[:1] == [""] or (remarks and written) else []
            written += [*gap, *remarks, *(new[1:] if new[:1] == [""] else new)]
        database.close()
    return "\n".join(written) + "\n"


def main(arguments: list[str]) -> None:
    """The command line."""
    for name in arguments:
        if name == "--write":
            continue
        path = Path(name)
        real = transcript(path.read_text())
        if "--write" in arguments:
            path.write_text(real)
        else:
            sys.stdout.write(real)


if __name__ == "__main__":
    main(sys.argv[1:])
