"""`catat demo`: a day of a census in the browser. The service as it is, beside a local Telegram and a made-up city."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from datetime import datetime
from pathlib import Path
from typing import Annotated

import structlog
import typer

from cli.imports import watching
from cli.listening import stop_on_signals
from cli.opening import open_database
from cli.process import Service
from cli.sample import FILES, write_sample
from cli.sandbox import open_sandbox
from cli.settings import Settings
from cli.terminal import by_terminal
from core.areas import WITA, Scheme, zone
from core.face import Face
from core.identity import kk_key
from core.imports.files import read_areas, read_households, read_officers
from db.imports.areas import import_areas
from db.imports.households import import_households
from db.imports.officers import import_officers
from db.people.invites import make_invite
from running.clock import Clock
from sandbox.accounts import BotAccount, PhoneSpec, Suggestion
from sandbox.app import create_app

log = structlog.get_logger()
FOLDER = Path("var/demo")
START = datetime(2022, 10, 20, 6, 55, tzinfo=zone(WITA))
ENUMERATOR, SUPERVISOR = "PPL-0001", "PML-001"


class DemoClock:
    """The program's clock as the page shows and moves it: WITA, and due work is done when it moves."""

    def __init__(self, clock: Clock, loop: asyncio.AbstractEventLoop) -> None:
        self.clock, self.loop = clock, loop
        self.service: Service | None = None

    def now(self) -> datetime:
        """The program's time in the demo city's zone."""
        return self.clock.now().astimezone(START.tzinfo)

    def move(self, seconds: float) -> None:
        """Set the clock forward and let what is due happen at once."""
        self.clock.move(seconds)
        if self.service is not None:
            asyncio.run_coroutine_threadsafe(self.service.clockwork.tick(), self.loop)


def demo(
    households: Annotated[int, typer.Option(min=1, help="How many families the made-up city has.")] = 2000,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port of the page with phones.")] = 8081,
) -> None:
    """A day of a census in your browser: a made-up city, three phones, and a clock to move. Starts afresh each time."""
    asyncio.run(run_demo(households, port))


async def run_demo(households: int, port: int) -> None:
    """Serve the demo until stopped."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    settings = Settings().model_copy(update=demo_settings())
    codes = fill(settings, households)
    clock = Clock(settings.clock or START)
    control = DemoClock(clock, asyncio.get_running_loop())
    account = BotAccount(settings.bot_token or "", "CatatDemoBot", "Catat")
    with open_sandbox(create_app([account], phones(codes), control), "127.0.0.1", port) as telegram:
        settings = settings.model_copy(update={"telegram_url": telegram.url})
        service = control.service = Service(settings, open_database(settings), clock)
        typer.echo(f"\n  Open {telegram.url} and play a day of the census. Ctrl+C ends it.\n", err=True)
        await service.run(stop_on_signals())


def demo_settings() -> dict[str, object]:
    """A token and a secret of the demo's own, and a database that lasts for one demo."""
    token = f"7000000001:{secrets.token_urlsafe(26)}"
    database = f"sqlite:///{FOLDER / 'catat.db'}"
    fresh = {"bot_token": token, "secret_key": secrets.token_urlsafe(32), "database_url": database}
    return {**fresh, "state_dir": str(FOLDER), "webhook_url": None, "webhook_secret": None}


def fill(settings: Settings, households: int) -> dict[str, str]:
    """Make the city, import it like any other, and invite the first enumerator and supervisor."""
    typer.echo(f"Making a city of {households:,} households ...", err=True)
    write_sample(FOLDER / "city", households, seed=1)
    database = open_database(settings, creates=True)
    areas, officers, households_file = ((FOLDER / "city" / name).read_bytes() for name in FILES)
    by = by_terminal(Face.IMPORT, settings.clock or START, FILES[-1])
    with watching() as watch:
        import_areas(database, read_areas(areas, Scheme.BPS, watch), Scheme.BPS, watch)
        import_officers(database, read_officers(officers, watch), by, watch)
        prelist = read_households(households_file, watch)
        import_households(database, prelist, kk_key(settings.secret_key or ""), by, watch)
    codes = {}
    with database.work() as work:
        for officer in (ENUMERATOR, SUPERVISOR):
            codes[officer] = secrets.token_urlsafe(12)
            make_invite(work, officer, codes[officer], settings.clock or START)
    database.close()
    return codes


def phones(codes: dict[str, str]) -> list[PhoneSpec]:
    """Ani enumerates, Budi supervises, Citra asks."""
    join = {officer: Suggestion("Open the invitation link", f"/start {code}") for officer, code in codes.items()}
    ani = (join[ENUMERATOR], Suggestion("Today's target", "/target"), Suggestion("Report a visit", "/lapor"))
    budi = (join[SUPERVISOR], Suggestion("The team today", "/ringkasan"))
    citra = (Suggestion("Say hello", "/start"), Suggestion("Am I recorded?", "/cek"))
    return [
        PhoneSpec("Ani", caption="Enumerator · petugas lapangan", suggestions=ani),
        PhoneSpec("Budi", caption="Supervisor · pengawas", suggestions=budi),
        PhoneSpec("Citra", caption="Citizen · warga", suggestions=citra),
    ]
