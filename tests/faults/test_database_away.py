"""The database away: PostgreSQL is stopped or killed for a while, SQLite finds the disk full."""

import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.e2e.phones import until
from tests.faults import city
from tests.faults.conftest import SOAK, Note
from tests.faults.deployment import Deployment, is_root
from tests.faults.reporters import Reporter
from tests.faults.street import Street
from tests.faults.toll import toll_of
from tests.postgres import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

AWAY_SECONDS = 60 if SOAK else 4
LONGEST_PAUSE = 15
"""How long a poll of ours waits at most before it tries again."""


class Stoppable(Server):
    """A PostgreSQL that keeps what it has committed when it is killed, and can be started again."""

    def __init__(self) -> None:
        super().__init__("synchronous_commit=on", "full_page_writes=on")
        self.earlier: list[subprocess.Popen[str]] = []

    def end(self, how: signal.Signals) -> None:
        """Stop the server: SIGINT cuts its clients off and ends in order, SIGKILL is a crash."""
        postmaster = psutil.Process(int((self.folder / "data" / "postmaster.pid").read_text().split()[0]))
        family = [postmaster, *postmaster.children()]
        for process in family if how is signal.SIGKILL else [postmaster]:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(how)
        psutil.wait_procs(family, timeout=20)

    def start_again(self) -> None:
        """Start the server anew on the same data."""
        (self.folder / "log").unlink()
        self.earlier.append(self._process)
        self._process = self._launch(("synchronous_commit=on", "full_page_writes=on"))
        until(self._answers, "PostgreSQL to have recovered")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(driver="postgresql"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Stop it for good, with whoever watched over earlier runs."""
        super().stop()
        for supervisor in self.earlier:
            if supervisor.stdin:
                supervisor.stdin.close()
            supervisor.wait(30)


@pytest.fixture
def server() -> Iterator[Stoppable]:
    """A PostgreSQL of this test's own."""
    with Stoppable() as made:
        yield made


class TestPostgresAway:
    """Nothing is lost: webhooks get a 500 and are delivered again, and polling goes on."""

    @pytest.fixture
    def backend(self) -> str:
        """The one that can be stopped."""
        return "postgresql"

    @pytest.fixture
    def database_url(self, server: Stoppable) -> str:
        """The city on that server."""
        url = server.create("city")
        city.build(url)
        return url

    @pytest.mark.parametrize(
        ("way", "how"),
        [("webhook", signal.SIGINT), ("polling", signal.SIGKILL)],
        ids=["stopped, by webhook", "killed, by polling"],
    )
    def test_stopped_for_a_while(
        self,
        server: Stoppable,
        deployment: Deployment,
        street: Street,
        reporters: list[Reporter],
        how: signal.Signals,
        way: str,
        note: Note,
    ) -> None:
        deployment.start(*(("web", "sender") if way == "webhook" else ("serve",)))
        at_work = [street.live(reporter.work()) for reporter in reporters]
        until(lambda: all(len(reporter.book) > 2 for reporter in reporters), "everybody at work")
        server.end(how)
        time.sleep(AWAY_SECONDS)
        assert deployment.alive()
        server.start_again()
        back = time.monotonic()
        begun = {reporter.officer: len(reporter.book) for reporter in reporters}
        until(lambda: all(len(r.book) > begun[r.officer] for r in reporters), "everybody at work again", 120)
        recovery = time.monotonic() - back
        for reporter in reporters:
            reporter.stop()
        for person in at_work:
            person.result(60)
        until(deployment.all_is_sent, "everything to be sent")
        toll = toll_of(deployment.database, reporters)
        note(
            f"PostgreSQL {'stopped' if how is signal.SIGINT else 'killed'} for {AWAY_SECONDS} s",
            "postgresql",
            f"{way} went on by itself, no process ended",
            lost=len(toll.lost),
            doubled=len(toll.doubled),
            repeated=len(toll.repeated),
            recovery=recovery,
        )
        toll.none_but_repeats(at_most=1)
        assert deployment.rows("select * from failure where parked") == []
        server.end(signal.SIGINT)
        assert set(deployment.stop().values()) == {0}, "a process ends in order although the database is away"


class TestDiskFull:
    """The disk is full: what people write is worked on once there is space again, and the file is sound."""

    @pytest.fixture
    def backend(self) -> str:
        """The one whose disk is ours."""
        return "sqlite"

    def test_no_file_may_grow(
        self, deployment: Deployment, street: Street, reporters: list[Reporter], note: Note
    ) -> None:
        """A limit on the size of files, which needs no rights: SQLite sees a disk that refuses."""
        deployment.start("serve")
        process = psutil.Process(deployment.pid("serve"))
        size = max(path.stat().st_size for path in deployment.folder.glob("catat.db*"))

        def fill() -> None:
            process.rlimit(resource.RLIMIT_FSIZE, (size // 2, resource.RLIM_INFINITY))

        def free() -> None:
            process.rlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

        fills_and_frees(deployment, street, reporters, fill, free)
        note_disk(deployment, reporters, note, "a limit on the size of files")

    @pytest.mark.skipif(not (SOAK and is_root()), reason="in the long form, for only root may mount a small disk")
    def test_no_space_is_left(
        self, small_disk: Path, deployment: Deployment, street: Street, reporters: list[Reporter], note: Note
    ) -> None:
        """A real disk without space."""
        deployment.start("serve")
        filler = small_disk / "filler"

        def fill() -> None:
            with suppress(OSError), filler.open("wb") as file:
                while True:
                    file.write(b"x" * 4096)
                    file.flush()

        fills_and_frees(deployment, street, reporters, fill, filler.unlink)
        note_disk(deployment, reporters, note, "a small disk, filled up")

    @pytest.fixture
    def small_disk(self, tmp_path: Path) -> Iterator[Path]:
        """Eight megabytes, with nothing else on them."""
        place = tmp_path / "disk"
        place.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)], check=False).returncode:
            pytest.skip("a small disk cannot be mounted here")
        yield place
        subprocess.run(["umount", str(place)], check=True)

    @pytest.fixture
    def database_url(self, city_file: Path, tmp_path: Path, request: pytest.FixtureRequest) -> str:
        """The city, on the small disk when there is one."""
        small = "small_disk" in request.fixturenames
        place = request.getfixturevalue("small_disk") if small else tmp_path
        (place / "catat.db").write_bytes(city_file.read_bytes())
        return f"sqlite:///{place / 'catat.db'}"


def fills_and_frees(
    deployment: Deployment,
    street: Street,
    reporters: list[Reporter],
    fill: Callable[[], object],
    free: Callable[[], object],
) -> None:
    """People work, the disk fills up for a while, people go on; then everybody finishes."""
    at_work = [street.live(reporter.work()) for reporter in reporters]
    until(lambda: all(len(reporter.book) > 1 for reporter in reporters), "everybody at work")
    fill()
    until(lambda: '"update_failed"' in deployment.log() or "outbox_unwritable" in deployment.log(), "a refused write")
    time.sleep(AWAY_SECONDS / 2)
    assert deployment.alive()
    free()
    for reporter in reporters:
        reporter.stop()
    for person in at_work:
        person.result(60 + LONGEST_PAUSE)
    until(deployment.all_is_sent, "everything to be sent")
    assert deployment.rows("pragma integrity_check") == [("ok",)]
    assert deployment.alive()


def note_disk(deployment: Deployment, reporters: list[Reporter], note: Note, how: str) -> None:
    """Nothing was lost, parked or repeated."""
    toll = toll_of(deployment.database, reporters)
    figures = {"lost": len(toll.lost), "doubled": len(toll.doubled), "repeated": len(toll.repeated)}
    note("disk full", "sqlite", f"{how}; the file is sound, everybody was answered", **figures)
    toll.none_but_repeats(at_most=0)
    assert deployment.rows("select * from failure where parked") == []
