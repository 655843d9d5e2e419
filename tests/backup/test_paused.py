"""A process that is paused while somebody restores: it keeps the restore from being done, or notices it and ends."""

import signal

import pytest

from tests.e2e.phones import until
from tests.faults.deployment import Deployment
from tests.faults.street import Street

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("pg_bin")]


@pytest.fixture
def way() -> str:
    """Restores do not depend on how updates come in."""
    return "polling"


def test_a_paused_process(deployment: Deployment, street: Street) -> None:
    deployment.start("serve")
    street.outside.phone("ppl-1").say("/target", "Target hari ini")
    until(deployment.all_is_sent, "the answer to be noted")
    deployment.catat("backup", "copy")
    process = deployment.running["serve"]
    process.send_signal(signal.SIGSTOP)
    deployment.change("update process set seen_at = '2022-10-20 00:00:00+00:00'")
    assert "stop serve-" in deployment.run("restore", "copy", "--replace").stderr

    deployment.change("update process set host = 'another machine'")
    assert "2,400 households" in deployment.catat("restore", "copy", "--replace")
    process.send_signal(signal.SIGCONT)
    until(lambda: process.poll() is not None, "it to end")
    assert deployment.running.pop("serve").returncode == 2
    assert "was restored from a backup while this process ran" in deployment.log("serve")
    deployment.start("serve-2")
    street.outside.phone("ppl-2").say("/target", "Target hari ini")
