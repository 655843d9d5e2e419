"""Whether a process of Catat still runs on this machine: on that it depends whether somebody may restore."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from cli.alive import is_alive, is_ours
from cli.backups import refuse_running
from cli.settings import SettingsError
from db.engine.work import Database
from db.tables import Process

HERE, ELSEWHERE = socket.gethostname(), "another-machine"
JUST_NOW, LONG_AGO = timedelta(seconds=1), timedelta(hours=1)


def sleeping(name: str) -> subprocess.Popen[bytes]:
    """A process that does nothing, under this name."""
    return subprocess.Popen([name, "60"], executable=shutil.which("sleep"))


@pytest.fixture
def pids() -> Iterator[dict[str, int]]:
    """One process that is called like ours, one that is not, and one that has ended."""
    running = {name: sleeping(name) for name in ("catat", "sleep", "ended")}
    running["ended"].kill()
    running["ended"].wait()
    yield {name: each.pid for name, each in running.items()}
    for each in running.values():
        each.kill()
        each.wait()


def test_what_runs_and_what_is_ours(pids: dict[str, int]) -> None:
    assert {name: (is_alive(pid), is_ours(pid)) for name, pid in pids.items()} == {
        "catat": (True, True),
        "sleep": (True, False),
        "ended": (False, True),  # nobody can tell any more whose it was
    }
    assert not is_alive(os.getpid()), "this very process has not been left behind by another"


RUNNING = {
    "heard of just now": (HERE, "ended", JUST_NOW, True),
    "heard of just now, elsewhere": (ELSEWHERE, "ended", JUST_NOW, True),
    "silent, but still there": (HERE, "catat", LONG_AGO, True),
    "silent, and ended": (HERE, "ended", LONG_AGO, False),
    "silent, and its number is another's": (HERE, "sleep", LONG_AGO, False),
    "silent, elsewhere": (ELSEWHERE, "catat", LONG_AGO, False),
}


@pytest.mark.parametrize(("host", "who", "ago", "runs"), RUNNING.values(), ids=RUNNING.keys())
def test_nobody_restores_while_a_process_runs(
    database: Database, pids: dict[str, int], host: str, who: str, ago: timedelta, *, runs: bool
) -> None:
    seen = datetime.now(UTC) - ago
    row = {"id": "serve-1", "kind": "serve", "host": host, "pid": pids[who], "started_at": seen, "seen_at": seen}
    with database.work() as work:
        work.change(insert(Process), **row)
    with database.read() as work:
        if not runs:
            refuse_running(work)
            return
        with pytest.raises(SettingsError, match=rf"stop serve-1 \(pid {pids[who]} on {host}\) first"):
            refuse_running(work)
