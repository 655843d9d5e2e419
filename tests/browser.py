"""A headless Chromium for page tests.

    with open_browser() as browser:
        page = browser.new_page()

`open_browser` is for plain tests, `open_browser_async` for `async def` tests (Playwright refuses the first one
inside a running event loop). Mark such tests slow. Without a Chromium they skip and say why; where one is looked
for stands in tests/chromium.py.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest
from playwright.async_api import Browser as AsyncBrowser
from playwright.async_api import async_playwright
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import CHROMIUM_ARGS, chromium_path

__all__ = ["CHROMIUM_ARGS", "chromium_or_skip", "chromium_path", "open_browser", "open_browser_async"]


def chromium_or_skip() -> str:
    """The path of a Chromium; skips the test that asks when there is none."""
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium works here: `apt install chromium libatomic1`, or run the tests once as root")
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
