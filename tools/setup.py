"""Make the environment `.venv` and the command `.venv/bin/catat`; called by `make setup` and `make develop`.

There are two stages: `run` installs what the program needs, sandbox and demo included (deploy/requirements.lock);
`develop` installs that and what the tests and checks need (requirements.lock).

Uses the standard library only, since it runs before anything is installed. What was installed, from which
files and in which folder, is noted in `.venv/installed.json` as the last step. On the next run:

* the note fits, and names this stage or `develop`: nothing to do;
* the lock or the project file changed: the packages are brought up to date in place;
* there is none (an interrupted run), the folder was moved or Python changed: `.venv` is made anew.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
COMMAND = VENV / "bin" / "catat"
NOTE = VENV / "installed.json"
LOG = VENV / "install.log"
RUN, DEVELOP = "run", "develop"
LOCKS = {RUN: ROOT / "deploy" / "requirements.lock", DEVELOP: ROOT / "requirements.lock"}
INPUTS = (*LOCKS.values(), ROOT / "pyproject.toml", Path(__file__).resolve())
SCRIPT = """\
#!/bin/sh
exec '{python}' -P -m cli "$@"
"""

# What pip says -> what it means for the person at the keyboard. The first match counts.
EXPLANATIONS = (
    (
        "DO NOT MATCH THE HASHES",
        "A package differs from the one that the lock names, so nothing was installed.\n"
        "Either the lock was edited by hand (`make lock` writes it), or the file was altered on its way.",
    ),
    (
        "all requirements must have their versions pinned",
        "The lock (requirements.lock) is damaged: a line lost its version or hashes. Restore it from the repository.",
    ),
    ("No space left on device", "The disk is full: the environment needs about 300 MB, with the tests 600 MB."),
    ("Permission denied", "Some file in this folder belongs to another user: look at `ls -ld . .venv`."),
    (
        "NewConnection|NameResolution|Temporary failure|Connection(Error|Reset)|timed out|ProxyError|SSLError"
        "|from versions: none",
        "The package index does not answer. The first set-up needs the network; later starts do not.\n"
        "Behind a proxy or with a mirror, set HTTPS_PROXY or PIP_INDEX_URL, then `make setup` again.",
    ),
    (
        "No matching distribution",
        "A package has no ready-made build for this Python or machine.\n"
        "Catat is tried with Python 3.11 to 3.13 on Linux: choose one with `make setup PYTHON=python3.11`.",
    ),
)


def main(stage: str) -> None:
    """Bring `.venv` up to date for a stage, or leave with one sentence saying what is in the way."""
    with LOCKS[DEVELOP].open("rb") as lock_file:
        fcntl.flock(lock_file, fcntl.LOCK_EX)  # two terminals: the second waits, then finds the work done
        note = read_note()
        usable = note.get("folder") == str(ROOT) and runs_as(note.get("python"))
        if usable and note.get("stage") == DEVELOP:
            stage = DEVELOP  # what was there once stays up to date
        fits = (note.get("inputs"), note.get("stage")) == (digest_of_inputs(), stage)
        if usable and fits and COMMAND.exists():
            return
        started = time.monotonic()
        NOTE.unlink(missing_ok=True)
        if not usable:
            make_environment()
        install_packages(LOCKS[stage])
        install_project()
        write_note(stage)
        say(f"Ready after {time.monotonic() - started:.0f} s: .venv/bin/catat")


def read_note() -> dict:
    """What the last complete run noted; empty when there was none."""
    try:
        return json.loads(NOTE.read_text())
    except (OSError, ValueError):
        return {}


def write_note(stage: str) -> None:
    """Note what was installed. Only a complete run comes here."""
    note = {"folder": str(ROOT), "python": venv_version(), "inputs": digest_of_inputs(), "stage": stage}
    NOTE.write_text(json.dumps(note) + "\n")


def digest_of_inputs() -> str:
    """One hash over the files that decide what is installed."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in INPUTS)).hexdigest()


def venv_version() -> str:
    """The version that `.venv/bin/python` answers with; empty when it does not run."""
    try:
        command = [VENV_PYTHON, "-I", "-c", "import sys; print(sys.version_info[:2])"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def runs_as(version: object) -> bool:
    """Whether `.venv` still runs, with the Python it was made for."""
    return bool(version) and venv_version() == version


def make_environment() -> None:
    """Make an empty `.venv` in place of whatever is there."""
    if VENV.exists() or VENV.is_symlink():
        say("Removing an unfinished or moved .venv")
        if VENV.is_symlink():
            VENV.unlink()
        else:
            shutil.rmtree(VENV)
    say(f"Making .venv with Python {sys.version.split()[0]}")
    made = subprocess.run(
        [sys.executable, "-m", "venv", VENV], capture_output=True, text=True, env=clean_environment()
    )
    if made.returncode:
        fail("The environment could not be made.", made.stdout + made.stderr)


def install_packages(lock: Path) -> None:
    """Install exactly what the lock names, each file checked against its hash."""
    total = sum(bool(re.match(r"[a-z0-9]", line)) for line in lock.read_text().splitlines())
    say(f"Fetching up to {total} packages named in {lock.relative_to(ROOT)}")
    pip("install", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", lock)
    pip("uninstall", "--yes", "setuptools")  # an older Python brings an old one along, and nothing here needs it


def install_project() -> None:
    """Put the command `catat` into `.venv`, running the files of this folder."""
    for packages in VENV.glob("lib/python*/site-packages"):
        (packages / "catat.pth").write_text(f"{ROOT}\n")
    COMMAND.unlink(missing_ok=True)
    COMMAND.write_text(SCRIPT.format(python=str(VENV_PYTHON).replace("'", "'\\''")))
    COMMAND.chmod(0o755)


def pip(*arguments: object) -> None:
    """Run pip, show its progress in one line, keep what it says in `.venv/install.log`."""
    command = [VENV_PYTHON, "-m", "pip", "--disable-pip-version-check", *arguments]
    with (
        LOG.open("a") as log,
        subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=clean_environment(),
        ) as process,
    ):
        lines = []
        done = 0
        for line in process.stdout or ():
            log.write(line)
            lines.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied: ")):
                done += 1
                show_progress(done, line)
            elif line.startswith("Installing collected packages: ") and line.count(",") > 1:
                show_progress(0, "")
                say(f"Unpacking {line.count(',') + 1} packages")
    show_progress(0, "")
    if process.returncode:
        text = "".join(lines)
        reason = next((why for sign, why in EXPLANATIONS if re.search(sign, text)), "pip failed.")
        fail(reason, text)


def clean_environment() -> dict:
    """The caller's environment without what would lead pip elsewhere than into `.venv`."""
    misleading = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}
    kept = {name: value for name, value in os.environ.items() if name not in misleading}
    quietly = {"PYTHONUNBUFFERED": "1", "PIP_NO_INPUT": "1", "PIP_PROGRESS_BAR": "off"}
    return {**kept, **quietly, "PIP_RETRIES": kept.get("PIP_RETRIES", "2")}


def show_progress(done: int, line: str) -> None:
    """Show the package in hand: on a terminal in one changing line, in a log every twentieth.

    Zero clears the line.
    """
    if sys.stdout.isatty():
        words = line.split(": ")[-1].replace("Collecting ", "").split()
        print(f"\r\033[K  {done} {words[0]}" if done else "\r\033[K", end="", flush=True)
    elif done and done % 20 == 0:
        print(f"  {done} ...", flush=True)


def say(sentence: str) -> None:
    """Tell the person at the keyboard."""
    print(sentence, flush=True)


def fail(reason: str, details: str) -> None:
    """Leave with the last lines of what was said, and the reason in plain words below them."""
    for line in details.strip().splitlines()[-12:]:
        print(f"    {line}", file=sys.stderr)
    print(f"\nSet-up stopped. {reason}", file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    try:
        main(sys.argv[1] if sys.argv[1:] else DEVELOP)
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. The next `make setup` begins anew.")
    except OSError as problem:
        sys.exit(f"Set-up stopped. {problem}")
