"""The public page, as text and in a real browser."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.pages import add_pages
from cli.listening import serving
from tests.browser import open_browser_async


def page(*usernames: str) -> FastAPI:
    async def names() -> list[str]:
        return list(usernames)

    app = FastAPI()
    add_pages(app, names, "id")
    return app


def test_in_the_language_of_the_service_unless_another_is_asked_for() -> None:
    web = TestClient(page("CatatBot"))
    assert "Apakah keluarga Bapak/Ibu sudah didata?" in web.get("/").text
    assert "Is your family recorded?" in web.get("/?lang=en").text
    assert "Apakah keluarga Bapak/Ibu sudah didata?" in web.get("/?lang=<script>").text


def test_without_a_bot_it_says_so() -> None:
    assert "Layanan ini belum dibuka." in TestClient(page()).get("/").text


@pytest.mark.slow
async def test_a_reader_finds_the_bot_and_the_other_language() -> None:
    async with serving(page("CatatBot", "KotaBot"), "127.0.0.1", 0) as port, open_browser_async() as browser:
        tab = await browser.new_page()
        await tab.goto(f"http://127.0.0.1:{port}/")
        links = await tab.locator("a.bot").all()
        assert [await link.get_attribute("href") for link in links] == ["https://t.me/CatatBot", "https://t.me/KotaBot"]
        await tab.get_by_text("English").click()
        assert await tab.get_by_text("Is your family recorded?").is_visible()
