"""The PostgreSQL for tests starts, copies databases and leaves nothing behind."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests import postgres

ROOT = Path(__file__).resolve().parents[2]

KILLED_HOLDER = """
import os, signal
from tests.postgres import server
print(server().folder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def build_one_table(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE visit (note text)")


def count_visits(url: str) -> int:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute("SELECT count(*) FROM visit").fetchone()
        return row[0] if row else -1


def test_copies_of_a_template_do_not_see_each_other() -> None:
    name = postgres.template("house", build_one_table)
    one, other = postgres.fresh_database(name), postgres.fresh_database(name)
    with psycopg.connect(one.replace("+psycopg", "")) as connection:
        connection.execute("INSERT INTO visit VALUES ('rumah kosong')")
    assert (count_visits(one), count_visits(other)) == (1, 0)


def test_a_dropped_copy_is_gone_even_when_in_use() -> None:
    url = postgres.fresh_database()
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        postgres.drop_database(url)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


@pytest.mark.parametrize("on_disk", [False, True])
def test_a_server_in_memory_or_on_disk_copies_its_templates(on_disk: bool) -> None:
    with postgres.Server(on_disk=on_disk) as server:
        in_memory = server.folder.is_relative_to(postgres.MEMORY)
        assert in_memory == (postgres.room_in_memory() and not on_disk)
        build_one_table(server.create("house"))
        assert count_visits(server.create(template="house")) == 0
    assert not server.folder.exists()


@pytest.mark.slow
def test_a_killed_test_run_leaves_no_server_and_no_folder() -> None:
    held = subprocess.run([sys.executable, "-c", KILLED_HOLDER], capture_output=True, text=True, cwd=ROOT)
    assert held.returncode == -signal.SIGKILL, held.stderr
    folder = Path(held.stdout.strip())
    deadline = time.monotonic() + 20
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists(), f"PostgreSQL in {folder} still runs after its holder was killed"
