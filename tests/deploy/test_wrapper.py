"""`deploy/catat` gives a command what the units give the services: settings, secrets, the user. Tried as root."""

import os
import pwd
import re
import subprocess
from pathlib import Path

import pytest

from cli.settings import SECRETS
from tests.house.source import ROOT

WRAPPER = ROOT / "deploy" / "catat"
TELLS = """#!/bin/sh
id -un; pwd; umask
env | grep ^CATAT_ | sort
for each in "$@"; do echo "<$each>"; done
"""
NEEDS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root may hand a command over to another user")


@pytest.fixture
def wrapper(tmp_path: Path) -> Path:
    """The wrapper in an installation of its own, whose program tells what it was given. The user: nobody."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.name.startswith("pytest-") or "popen-" in folder.name or folder == tmp_path:
            folder.chmod(0o755)  # pytest keeps others out, and the user of the services is another
    program = tmp_path / "program"
    program.write_text(TELLS)
    program.chmod(0o755)
    (tmp_path / "etc").mkdir(mode=0o700)
    text = WRAPPER.read_text()
    for name, value in {"program": program, "settings": tmp_path / "etc", "data": "/srv", "user": "nobody"}.items():
        text, found = re.subn(rf"^{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
        assert found == 1
    made = tmp_path / "catat"
    made.write_text(text.replace('--regid "$user"', f"--regid {pwd.getpwnam('nobody').pw_gid}"))
    made.chmod(0o755)
    return made


def run(wrapper: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CATAT_")}
    return subprocess.run(
        [wrapper, *arguments], capture_output=True, text=True, check=False, env=environment, cwd=wrapper.parent
    )


@NEEDS_ROOT
def test_a_command_gets_what_the_services_get(wrapper: Path) -> None:
    etc = wrapper.parent / "etc"
    settings = [
        "# CATAT_LANGUAGE=en",
        "CATAT_PERIOD=2022-10-15/2022-11-14",
        "CATAT_CONTACT=Kantor BPS $(touch /tmp/no) `id` 'x'",
        "PATH=/nowhere",
        "CATAT_DAYS_OFF=minggu",
    ]
    (etc / "catat.env").write_text("\n".join(settings))  # no new line at the end
    (etc / "secret_key").write_text("a long secret\n")
    (etc / "secret_key").chmod(0o600)
    done = run(wrapper, "audit", "K 12", "*")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "nobody",
        str(wrapper.parent),
        "0077",
        "CATAT_CONTACT=Kantor BPS $(touch /tmp/no) `id` 'x'",
        "CATAT_DATABASE_URL=sqlite:////srv/var/catat.db",
        "CATAT_DAYS_OFF=minggu",
        "CATAT_PERIOD=2022-10-15/2022-11-14",
        "CATAT_SECRET_KEY=a long secret",
        "CATAT_STATE_DIR=/srv/var",
        "<audit>",
        "<K 12>",
        "<*>",
    ]


@NEEDS_ROOT
def test_a_database_of_its_own_stays(wrapper: Path) -> None:
    etc = wrapper.parent / "etc"
    (etc / "catat.env").write_text("CATAT_PERIOD=2022-10-15/2022-11-14\n")
    (etc / "database_url").write_text("postgresql://catat:p%40ss@db/catat\n")
    assert "CATAT_DATABASE_URL=postgresql://catat:p%40ss@db/catat" in run(wrapper).stdout.splitlines()


@NEEDS_ROOT
def test_without_settings_nothing_is_run(wrapper: Path) -> None:
    done = run(wrapper, "status")
    assert (done.returncode, done.stdout) == (2, "")
    assert "catat.env is missing" in done.stderr


def test_every_secret_is_handed_over() -> None:
    named = re.search(r"for secret in ([\w ]+);", WRAPPER.read_text())
    assert named
    assert set(named[1].split()) == set(SECRETS)
