"""The measuring itself: with few people nothing is lost, doubled or wrong. How fast it is, is no test's business."""

import subprocess
import sys

import pytest

from tests.bench.systems import ROOT


@pytest.mark.slow
def test_the_quick_form_finds_no_fault() -> None:
    command = [sys.executable, "-m", "tests.bench", "--quick", "--people", "4", "--seconds", "1", "--letters", "40"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Catat on PostgreSQL" in done.stdout
