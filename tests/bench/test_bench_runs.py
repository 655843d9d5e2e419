"""The measuring itself: with few people nothing is lost, doubled or wrong. How fast it is, is no test's business.

Measured are a few of the systems that show each way there is: a bot that keeps nothing and one that keeps a row, both
databases, polling and webhook, one process and two, free and held back.
"""

import subprocess
import sys

import pytest

from tests.bench.systems import ROOT

SOME = "keeps nothing,a row on PostgreSQL,Catat on SQLite,second process"


@pytest.mark.slow
@pytest.mark.timeout(660)
def test_the_quick_form_finds_no_fault() -> None:
    few = ["--quick", "--only", SOME, "--people", "4", "--seconds", "1", "--letters", "40"]
    command = [sys.executable, "-m", "tests.bench", *few]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Catat on PostgreSQL" in done.stdout
