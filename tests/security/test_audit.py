"""The lock names every package with its hash, and the audit finds a weakness when there is one."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distributions

import pytest

from tests.house.source import ROOT

LOCK = (ROOT / "requirements.lock").read_text()
UNKNOWN = 75
PACKAGES = re.findall(r"^([A-Za-z0-9._-]+)==", LOCK, re.MULTILINE)


def audit(url: str = "") -> subprocess.CompletedProcess[str]:
    """Run the audit, against another advisory database when one is given."""
    environment = {**os.environ, **({"CATAT_AUDIT_URL": url} if url else {})}
    command = [sys.executable, str(ROOT / "tools" / "audit.py")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def asked() -> list[str]:
    """The packages that somebody asked about."""
    return []


@pytest.fixture
def database(asked: list[str]) -> Iterator[tuple[str, set[str]]]:
    """An advisory database, and the packages it warns of."""
    weak: set[str] = set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["content-length"])))
            names = [query["package"]["name"] for query in question["queries"]]
            asked.extend(names)
            results = [{"vulns": [{"id": "GHSA-test"}]} if name in weak else {} for name in names]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"results": results}).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", weak
    server.shutdown()


def test_every_package_has_its_hash() -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(PACKAGES) > 50
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_nothing_is_known(database: tuple[str, set[str]], asked: list[str]) -> None:
    done = audit(database[0])
    assert (done.returncode, done.stdout) == (0, f"Audit: {len(asked)} packages checked, 0 with known weaknesses.\n")
    assert set(PACKAGES) <= set(asked)


def test_what_the_environment_brings_along_is_asked_about(database: tuple[str, set[str]], asked: list[str]) -> None:
    audit(database[0])
    own = {each.metadata["Name"].lower() for each in distributions()} & {"pip", "setuptools", "wheel"}
    assert "pip" in own
    assert own <= set(asked)
    assert "catat" not in asked


def test_a_weakness_is_found(database: tuple[str, set[str]]) -> None:
    url, weak = database
    weak.add("jinja2")
    done = audit(url)
    assert done.returncode == 1
    assert re.search(r"^jinja2 [\d.]+: GHSA-test$", done.stdout, re.MULTILINE)


def test_a_database_that_cannot_be_reached() -> None:
    done = audit("http://127.0.0.1:1/")
    assert done.returncode == UNKNOWN
    assert done.stdout.startswith("Audit skipped: the advisory database cannot be reached")


def test_our_packages_have_no_known_weakness() -> None:
    done = audit()
    if done.returncode == UNKNOWN:
        pytest.skip(done.stdout.strip())
    assert done.returncode == 0, done.stdout
