"""Find a Chromium that works on this machine, and install one where that is possible.

Looked for, in this order: the one that CHROMIUM names (`CHROMIUM=none` means: do without), an installed one, one
that an earlier run unpacked under var/, Debian's package when the tests run as root, and the npm package
@sparticuz/chromium when npm is there. Each counts only when it shows a page with text: a file alone may lack its
libraries or fonts.
"""

import fcntl
import functools
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import playwright
from playwright.sync_api import Error, sync_playwright

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome-headless-shell", "headless_shell")
ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "var" / "browser"
PLAYWRIGHT_NODE = Path(playwright.__file__).parent / "driver" / "node"
TRY_AGAIN_SECONDS = 3600

FROM_NPM = CACHE / "chromium.sh"
NPM_PACKAGE = "@sparticuz/chromium@153.0.0"
UNPACK = """
import chromium from "@sparticuz/chromium";
await chromium.executablePath();
"""
# The unpacked one brings the libraries and a font, which a bare machine lacks.
FONTS = """<?xml version="1.0"?>
<fontconfig><dir>{folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/fonts-cache</cachedir></fontconfig>
"""
START = """#!/bin/sh
export LD_LIBRARY_PATH="{folder}/al2023/lib" FONTCONFIG_FILE="{folder}/fonts.conf"
exec "{folder}/chromium" "$@"
"""


@functools.cache
def chromium_path() -> str | None:
    """The path of a Chromium that works here, installing one if need be; None when there is none to be had."""
    named = os.environ.get("CHROMIUM")
    if named == "none":
        return None
    try:
        CACHE.mkdir(parents=True, exist_ok=True)
        with (CACHE / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # of several test processes one installs, the others find it
            make_playwright_start()
            if named:
                return named if shows_a_page(named) else None
            return installed() or from_debian() or from_npm()
    except OSError as problem:
        say(f"No Chromium can be installed: {problem}")
        return installed()


def make_playwright_start() -> None:
    """Playwright brings a Node.js that needs libatomic, which a bare Debian lacks: install it, or use another."""
    if output_of([str(PLAYWRIGHT_NODE), "--version"], seconds=20):
        return
    if not add_debian_package("libatomic1") and (other := shutil.which("node")):
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = other


def installed() -> str | None:
    """A Chromium on the PATH, or the one an earlier run unpacked."""
    found = (shutil.which(name) for name in (*NAMES, str(FROM_NPM)))
    return next((path for path in found if path and shows_a_page(path)), None)


def from_debian() -> str | None:
    """Debian's Chromium."""
    return installed() if add_debian_package("chromium") else None


def from_npm() -> str | None:
    """The npm package, unpacked under var/. Needs npm, but not root."""
    if not shutil.which("npm"):
        return None
    say("No Chromium here: fetching the npm package for the page tests (once, some seconds)")
    fetch = ["npm", "install", "--prefix", ".", "--ignore-scripts", "--no-audit", "--no-fund", NPM_PACKAGE]
    unpack = ["node", "--input-type=module", "--eval", UNPACK]
    if not (succeeds(fetch, seconds=240) and succeeds(unpack, seconds=120)):
        return None
    (CACHE / "fonts.conf").write_text(FONTS.format(folder=CACHE))
    FROM_NPM.write_text(START.format(folder=CACHE))
    FROM_NPM.chmod(0o755)
    return installed()


def add_debian_package(name: str) -> bool:
    """Install a package of Debian; whether it went well. Needs root, and is tried once an hour at most."""
    tried = CACHE / f"tried-{name}"
    recently = tried.exists() and time.time() - tried.stat().st_mtime < TRY_AGAIN_SECONDS
    if os.geteuid() != 0 or not shutil.which("apt-get") or recently:
        return False
    tried.touch()
    say(f"Installing Debian's {name} for the page tests (once)")
    apt = ["apt-get", "--quiet", "--yes", "-o", "DPkg::Lock::Timeout=60"]
    return succeeds([*apt, "update"], seconds=120) and succeeds(
        [*apt, "install", "--no-install-recommends", name], seconds=480
    )


def shows_a_page(path: str) -> bool:
    """Whether this Chromium starts here and shows text. In a process of its own: the caller may run an event loop."""
    return "catat" in output_of([sys.executable, "-m", "tests.chromium", path], seconds=60)


def show_a_page(path: str) -> str:
    """Open a page with one word and return the text that is seen; empty when that fails."""
    try:
        with sync_playwright() as play:
            page = play.chromium.launch(executable_path=path, args=CHROMIUM_ARGS, timeout=30_000).new_page()
            page.set_content("<p>catat</p>")
            return page.inner_text("p")
    except (Error, OSError):
        return ""


def succeeds(command: Sequence[str], seconds: int) -> bool:
    """Run a command in the cache folder; whether it ended well and in time. A failure is told."""
    # The npm package unpacks into TMPDIR, and its libraries only where it takes itself to be on AWS Lambda.
    lambda_name = "AWS_Lambda_nodejs20.x"
    settings = {"DEBIAN_FRONTEND": "noninteractive", "TMPDIR": str(CACHE), "AWS_EXECUTION_ENV": lambda_name}
    try:
        done = subprocess.run(
            command,
            cwd=CACHE,
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        say(str(problem))
        return False
    if done.returncode:
        say(f"{command[0]} failed: {done.stdout[-500:]}")
    return done.returncode == 0


def output_of(command: Sequence[str], seconds: int) -> str:
    """What a command prints; nothing when it does not run or does not end in time."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=seconds, cwd=ROOT).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def say(sentence: str) -> None:
    """Tell the person at the keyboard."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(show_a_page(sys.argv[1]))
    else:
        print(f"Browser for page tests: {chromium_path() or 'none, page tests will be skipped'}")
