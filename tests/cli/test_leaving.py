"""A command that has talked to Telegram ends with its own exit code, whatever threads are still about."""

import subprocess
import sys

WITH_A_WITNESS = """
import atexit, sys
import pyreqwest.client
from cli.main import main
class Witness:
    def __del__(self):
        print("the interpreter was taken apart")
witness = Witness()
atexit.register(print, "what others asked for was done")
sys.argv = ["catat", {command!r}]
main()
"""


def ended(command: str) -> subprocess.CompletedProcess[str]:
    code = WITH_A_WITNESS.format(command=command)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


def test_it_ends_without_taking_the_interpreter_apart() -> None:
    done = ended("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Commands" in done.stdout
    assert done.stdout.endswith("what others asked for was done\n")


def test_a_wrong_command_has_its_own_exit_code() -> None:
    done = ended("dance")
    assert (done.returncode, done.stdout) == (2, "what others asked for was done\n")
    assert "No such command" in done.stderr
