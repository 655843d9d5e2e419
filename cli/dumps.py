"""Dumps of PostgreSQL, by its own tools pg_dump and pg_restore; no list of processes shows the password."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL

from cli.settings import SettingsError

DUMP_BEGINS = b"PGDMP"
DEBIAN = Path("/usr/lib/postgresql")


def find_tool(name: str) -> str:
    """The tool in the folder PG_BIN names, on the PATH, or of Debian's newest; SettingsError when there is none."""
    places = [os.environ.get("PG_BIN"), os.environ.get("PATH")]
    places += [str(folder) for folder in sorted(DEBIAN.glob("*/bin"), key=_version, reverse=True)]
    for place in places:
        found = shutil.which(name, path=place) if place else None
        if found:
            return found
    raise SettingsError(
        f"{name} is not here: install PostgreSQL's client programs (Debian: postgresql-client), or name their folder"
        " in PG_BIN"
    )


def _version(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0.0


def dump(url: URL, file: Path) -> None:
    """Write a whole copy as of one instant, while others read and write."""
    _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def script_of(file: Path) -> Iterator[bytes]:
    """What a copy does to an empty database, line by line; SettingsError when the copy cannot be read to its end."""
    command = [find_tool("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:  # noqa: S603
        yield from reader.stdout or ()
        complaint = reader.stderr.read().decode(errors="replace") if reader.stderr else ""
    if reader.returncode:
        raise SettingsError(f"pg_restore failed: {' '.join(complaint.split())[-600:]}")


def revision_in(file: Path) -> str:
    """The revision of the database in a copy, which is read to its end, so that a damaged one is noticed."""
    _run(None, "pg_restore", "--file=/dev/null", str(file))
    rows = _run(None, "pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file))
    found = re.search(r"^COPY .*alembic_version.*\n(.+)$", rows, re.MULTILINE)
    return found[1].strip() if found else ""


def _address(url: URL) -> str:
    """The address without the password, which goes by the environment, where no list of processes shows it."""
    query = {name: value for name, value in url.query.items() if name != "password"}
    return URL.create("postgresql", url.username, None, url.host, url.port, url.database, query).render_as_string()


def _run(url: URL | None, name: str, *arguments: str) -> str:
    environment = dict(os.environ)
    if url is not None:
        password = url.password or url.query.get("password")
        if password:
            environment["PGPASSWORD"] = str(password)
        if name == "pg_dump":
            arguments = (*arguments, f"--dbname={_address(url)}")
    command = [find_tool(name), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SettingsError(f"{name} failed: {' '.join(done.stderr.split())[-600:]}")
    return done.stdout
