"""The public page: what this service is, and where its bots are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, select_autoescape

from core.people.citizens import LANGUAGES
from core.words import words
from wording.texts import title

TEMPLATES = Environment(loader=PackageLoader("api"), autoescape=select_autoescape())
Usernames = Callable[[], Awaitable[list[str]]]


def add_pages(app: FastAPI, usernames: Usernames, language: str) -> None:
    """Serve the page at /, in `language` unless the reader asks for another; usernames: of the bots at work."""
    home = TEMPLATES.get_template("home.html")

    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    async def show(request: Request) -> HTMLResponse:
        asked = request.query_params.get("lang", language)
        spoken = asked if asked in LANGUAGES else language
        other = next(code for code in LANGUAGES if code != spoken)
        page = home.render(
            language=spoken,
            what=title(words("page.what"), spoken),
            citizen=title(words("page.citizen"), spoken),
            officer=title(words("page.officer"), spoken),
            no_bot=title(words("page.no_bot"), spoken),
            bots=await usernames(),
            other=other,
            other_name=LANGUAGES[other],
        )
        return HTMLResponse(page)
