"""The browser for page tests opens, in both of Playwright's ways."""

import pytest

from tests.browser import open_browser, open_browser_async

PAGE = "<title>Catat</title><p id=greeting>Selamat datang</p>"


@pytest.mark.slow
def test_a_plain_test_gets_a_browser() -> None:
    with open_browser() as browser:
        page = browser.new_page()
        page.set_content(PAGE)
        assert page.inner_text("#greeting") == "Selamat datang"


@pytest.mark.slow
async def test_an_async_test_gets_a_browser() -> None:
    async with open_browser_async() as browser:
        page = await browser.new_page()
        await page.set_content(PAGE)
        assert await page.title() == "Catat"
