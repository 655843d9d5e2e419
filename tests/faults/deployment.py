"""A deployment: one database and any number of processes of each kind, to be started, killed and asked."""

import os
import signal
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from db.engine.work import Database
from tests.e2e.office import CATAT, TOKEN, WEBHOOK_SECRET, bare_environment, run_catat
from tests.e2e.phones import PATIENCE, until
from tests.postgres import free_port

NOON = "2022-10-20T12:00+08:00"


class Deployment:
    """A folder, settings, a database of either kind, and the processes that run with them.

    gate: the port that Telegram delivers to; whoever stands there passes it on to one of `doors`. None: polling.
    """

    def __init__(self, folder: Path, telegram_url: str, database_url: str, gate: int | None = None) -> None:
        self.folder, self.database = folder, Database(database_url)
        self.doors: list[int] = []
        self.settings = {
            "CATAT_BOT_TOKEN": TOKEN,
            "CATAT_TELEGRAM_URL": telegram_url,
            "CATAT_DATABASE_URL": database_url,
            "CATAT_SECRET_KEY": "a-long-random-text-for-tests",
            "COLUMNS": "240",
        }
        if gate is not None:
            self.settings["CATAT_WEBHOOK_URL"] = f"http://127.0.0.1:{gate}/telegram"
            self.settings["CATAT_WEBHOOK_SECRET"] = WEBHOOK_SECRET
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.ports: dict[str, int] = {}
        self.set_clock(NOON)

    @property
    def sqlite(self) -> bool:
        """Whether the database is a file."""
        return self.database.sqlite

    def set_clock(self, start: str) -> None:
        """The program's clock: this instant now, and on from there through every start."""
        self.clock = datetime.fromisoformat(start), datetime.now(UTC)

    def now(self) -> datetime:
        """This instant on the program's clock."""
        told, since = self.clock
        return told + (datetime.now(UTC) - since)

    def start(self, *names: str, ready: bool = True) -> None:
        """Start processes: `web`, or `web-1` and `web-2` for two of a kind."""
        for name in names:
            self._launch(name)
        if ready:
            for name in names:
                until(lambda name=name: self.is_ready(name), f"{name} to be ready")

    def _launch(self, name: str) -> None:
        assert name not in self.running, f"{name} runs already"
        kind = name.partition("-")[0]
        if name not in self.ports:
            self.ports[name] = free_port()
            if kind in ("web", "serve"):
                self.doors.append(self.ports[name])
        settings = {"CATAT_HTTP_PORT": str(self.ports[name]), "CATAT_CLOCK": self.now().isoformat()}
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [str(CATAT), kind],
                cwd=self.folder,
                env=bare_environment(self.settings | settings),
                stdout=log,
                stderr=log,
            )

    def is_ready(self, name: str) -> bool:
        """Whether the process has made itself known; fails when it has ended."""
        process = self.running[name]
        assert process.poll() is None, f"{name} ended with {process.returncode}: {self.log(name)[-2000:]}"
        return bool(self.rows(f"select 1 from process where pid = {process.pid}"))  # noqa: S608

    def alive(self) -> bool:
        """Whether every process that was started still runs."""
        return all(process.poll() is None for process in self.running.values())

    def pid(self, name: str) -> int:
        """The process's number."""
        return self.running[name].pid

    def kill(self, *names: str) -> None:
        """End processes as a power cut would; all of them, when none is named."""
        for name in names or tuple(self.running):
            process = self.running.pop(name)
            process.send_signal(signal.SIGKILL)
            process.wait(PATIENCE)

    def stop(self, *names: str) -> dict[str, int]:
        """Ask processes to end; their exit codes."""
        chosen = {name: self.running.pop(name) for name in names or tuple(self.running)}
        for process in chosen.values():
            process.send_signal(signal.SIGTERM)
        return {name: process.wait(PATIENCE) for name, process in chosen.items()}

    def close(self) -> None:
        """The end of a test: nothing of it runs on."""
        self.kill()
        self.database.close()

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command to its end; `typed` is what it reads."""
        settings = self.settings | {"CATAT_CLOCK": self.now().isoformat()}
        if not typed:
            return run_catat(self.folder, settings, *arguments)
        return subprocess.run(
            [str(CATAT), *arguments],
            cwd=self.folder,
            env=bare_environment(settings),
            input=typed,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def catat(self, *arguments: str, typed: str = "") -> str:
        """Run a command that must succeed; what it printed."""
        done = self.run(*arguments, typed=typed)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def rows(self, question: str) -> Sequence[Any]:
        """Ask the database."""
        with self.database.read() as work:
            return work.connection.execute(text(question)).all()

    def number(self, question: str) -> int:
        """Ask the database for one number."""
        return int(self.rows(question)[0][0])

    def change(self, *statements: str) -> None:
        """Change the database behind the program's back."""
        with self.database.work() as work:
            for statement in statements:
                work.connection.exec_driver_sql(statement)

    def all_is_sent(self) -> bool:
        """Whether nothing is left to be sent, and the database knows it."""
        return self.number("select count(*) from outbox where status <> 'sent'") == 0

    def ticks(self, name: str = "") -> int:
        """How often the clock of a process has ticked to its end, or those of all; needs CATAT_LOG_LEVEL=debug."""
        return self.log(name).count('"ticked"')

    def wait_for_ticks(self, *names: str) -> None:
        """Wait until each of these clocks has ticked twice more: the second time began after all that was there now."""
        before = {name: self.ticks(name) for name in names}
        until(lambda: all(self.ticks(name) > ticks + 1 for name, ticks in before.items()), "the clock to tick")

    def holder(self, lease: str) -> str:
        """Who holds a lease that has not run out; nobody: an empty text."""
        now = datetime.now(UTC)
        with self.database.read() as work:
            found = work.connection.execute(text("select holder, until from lease where name = :name"), {"name": lease})
            row = found.first()
        if row is None:
            return ""
        until_then = datetime.fromisoformat(row.until) if isinstance(row.until, str) else row.until
        until_then = until_then if until_then.tzinfo else until_then.replace(tzinfo=UTC)
        return str(row.holder) if until_then > now else ""

    def log(self, name: str = "") -> str:
        """All that a process has written, or all of them."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob(f"{name or '*'}.log")))


def is_root() -> bool:
    """Whether we may do what only root may."""
    return os.geteuid() == 0
