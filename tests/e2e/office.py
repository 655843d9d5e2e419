"""One office's installation: the `catat` command with its settings, its database on disk, and the running service."""

import os
import secrets
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2

from db.engine.work import Database
from db.people.invites import make_invite
from tests.e2e.phones import PATIENCE, Telegram, until
from tests.postgres import free_port

CATAT = Path(sys.executable).with_name("catat")
SECRET_HALF = "the-secret-half-of-the-token"
USERNAME = "CatatTestBot"
TOKEN = f"7000000001:{SECRET_HALF}"
WEBHOOK_SECRET = "only-telegram-knows"
WAYS = ("polling", "webhook")


def bare_environment(settings: dict[str, str]) -> dict[str, str]:
    """The environment of a process: ours without any setting of Catat, and the given settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CATAT_")}
    return {**kept, **{name: value for name, value in settings.items() if value}}


def run_catat(folder: Path, settings: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in this folder."""
    environment = bare_environment(settings)
    command = [str(CATAT), *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


class Office:
    """A folder, the settings, and whatever was run with them. All output is kept, to be searched for secrets."""

    def __init__(self, folder: Path, telegram: Telegram, way: str = "polling") -> None:
        self.folder, self.telegram = folder, telegram
        self.database = folder / "catat.db"
        self.port = free_port()
        self.settings = {
            "CATAT_BOT_TOKEN": TOKEN,
            "CATAT_TELEGRAM_URL": telegram.url,
            "CATAT_DATABASE_URL": f"sqlite:///{self.database}",
            "CATAT_SECRET_KEY": "a-long-random-text-for-tests",
            "CATAT_HTTP_PORT": str(self.port),
        }
        if way == "webhook":
            self.settings["CATAT_WEBHOOK_URL"] = self.webhook_url
            self.settings["CATAT_WEBHOOK_SECRET"] = WEBHOOK_SECRET
        self.said: list[str] = []
        self.process: subprocess.Popen[bytes] | None = None
        self.clock: tuple[datetime, datetime] | None = None
        self.http = httpx2.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=PATIENCE)

    @property
    def webhook_url(self) -> str:
        """Where Telegram delivers, when it delivers."""
        return f"http://127.0.0.1:{self.port}/telegram"

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; settings differ by name, and an empty one is unset."""
        done = run_catat(self.folder, self.settings | settings, *arguments)
        self.said.append(done.stdout + done.stderr)
        return done

    def catat(self, *arguments: str, **settings: str) -> str:
        """Run a command that must succeed; what it printed."""
        done = self.run(*arguments, **settings)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def invite(self, officer: str) -> str:
        """The link that joins a chat to this officer."""
        return self.catat("invite", officer).splitlines()[0]

    def quick_invite(self, officer: str) -> str:
        """The same without the command, which takes a second."""
        code, clock = secrets.token_urlsafe(12), self.settings.get("CATAT_CLOCK")
        database = Database(self.settings["CATAT_DATABASE_URL"])
        with database.work() as work:
            make_invite(work, officer, code, datetime.fromisoformat(clock) if clock else datetime.now(UTC))
        database.close()
        return f"https://t.me/{USERNAME}?start={code}"

    def start(self, clock: str = "", *, ready: bool = True, **settings: str) -> None:
        """Start `catat serve`. The program's clock starts as told, or goes on as if it had never stopped."""
        assert self.process is None, "it runs already"
        if clock:
            self.clock = datetime.fromisoformat(clock), datetime.now(UTC)
        if self.clock:
            told, real = self.clock
            self.settings["CATAT_CLOCK"] = (told + (datetime.now(UTC) - real)).isoformat()
        self.start_command("serve", **settings)
        if ready:
            until(self.is_ready, "the service to be ready")

    def start_command(self, *arguments: str, **settings: str) -> None:
        """Start a command that runs on."""
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(CATAT), *arguments],
                cwd=self.folder,
                env=bare_environment(self.settings | settings),
                stdout=log,
                stderr=log,
            )

    def is_ready(self) -> bool:
        """Whether the service says that it can work; fails when its process has ended."""
        assert self.process is not None
        assert self.process.poll() is None, f"the service ended: {self.log()[-2000:]}"
        try:
            return self.http.get("/health/ready").status_code == 200
        except httpx2.TransportError:
            return False

    def kill(self) -> None:
        """End the service as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)
        self.process = None

    def stop(self) -> int:
        """Ask the service to end; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE)
        self.process = None
        return code

    def close(self) -> None:
        """The end of a test: nothing of it runs on."""
        if self.process is not None:
            self.kill()
        self.http.close()

    def log(self) -> str:
        """All that the service has written."""
        log = self.folder / "serve.log"
        return log.read_text() if log.exists() else ""

    def rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database."""
        with closing(sqlite3.connect(self.database, timeout=PATIENCE)) as connection:
            return connection.execute(question, values).fetchall()

    def number(self, question: str, *values: Any) -> int:
        """Ask the database for one number."""
        return int(self.rows(question, *values)[0][0])

    def all_is_marked(self) -> bool:
        """Whether all that was to be sent is sent, and the database knows it."""
        return self.rows("select distinct status from outbox") == [("sent",)]

    def change(self, *statements: str) -> None:
        """Change the database behind the program's back."""
        with closing(sqlite3.connect(self.database, timeout=PATIENCE)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    def deliver(self, update: object, secret: bytes | None = WEBHOOK_SECRET.encode()) -> int:
        """Post an update to the webhook as Telegram does; the status."""
        headers = {b"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
        return self.http.post("/telegram", json=update, headers=headers).status_code
