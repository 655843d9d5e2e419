"""Commands that end at once, each in a process forked from one that has loaded the program: no start costs a second."""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

from tests.e2e.office import bare_environment
from tests.e2e.phones import PATIENCE

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["cli.serve", "tests.e2e.forked"])


def run_forked(folder: Path, settings: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in this folder, as run_catat does."""
    process = FORKS.Process(target=_run, args=(folder, bare_environment(settings), arguments))
    process.start()
    process.join(PATIENCE)
    if process.exitcode is None:
        process.kill()
        raise subprocess.TimeoutExpired(arguments, PATIENCE)
    said = ((folder / name).read_text() for name in ("stdout", "stderr"))
    return subprocess.CompletedProcess(arguments, process.exitcode, *said)


def _run(folder: Path, environment: dict[str, str], arguments: tuple[str, ...]) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, name in ((1, "stdout"), (2, "stderr")):
        with (folder / name).open("w") as file:
            os.dup2(file.fileno(), number)
    sys.argv = ["catat", *arguments]
    from cli.main import main

    main()
