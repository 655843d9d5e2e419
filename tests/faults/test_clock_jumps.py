"""The clock jumps forward and back between two starts: no flood, and nothing stands still."""

import pytest

from tests.e2e.phones import until
from tests.faults.city import ENUMERATORS
from tests.faults.conftest import Note, in_short
from tests.faults.deployment import Deployment
from tests.faults.street import Street

pytestmark = pytest.mark.slow

THURSDAY, SATURDAY = "2022-10-20T07:00:30+08:00", "2022-10-22T19:00+08:00"
A_REVISIT = (
    "update household set revisit_at = '2022-10-20 08:00:00+00', visits = 1, status = 'nobody_home' where no = 3"
)


@pytest.mark.parametrize("backend", in_short("sqlite"))
def test_two_days_forward_and_back(deployment: Deployment, street: Street, backend: str, note: Note) -> None:
    for phone in ("eko", "budi", *(officer.lower() for officer in ENUMERATORS)):
        street.telegram.chat(phone, None).opened = True
    ani, budi = street.outside.phone("ppl-1"), street.outside.phone("budi")
    deployment.change(A_REVISIT)
    deployment.settings["CATAT_LOG_LEVEL"] = "debug"
    start_at(deployment, THURSDAY)
    assert ani.hear("Selamat pagi")

    start_at(deployment, SATURDAY)
    assert budi.hear("Laporan sore")  # of Saturday alone; Friday's is gone, and Saturday's morning too late
    counted = len(ani.told()), len(budi.told())
    assert counted == (1, 1), "two days went by: Saturday's digest, and no morning messages or reminders of the past"

    start_at(deployment, THURSDAY)
    assert "Target hari ini" in ani.say("/target")
    assert len(ani.told("Selamat pagi")) == 1
    assert len(budi.told("Laporan sore")) == 1
    assert deployment.rows("select job from due_run where outcome = 'started'") == []
    note("the clock jumps two days on, and back", backend, "one digest, no flood, replies go on", lost=0, doubled=0)


def start_at(deployment: Deployment, clock: str) -> None:
    """Start the service at another time, and let its clock tick twice: all that is due then is done."""
    deployment.kill()
    deployment.set_clock(clock)
    deployment.start("serve")
    deployment.wait_for_ticks("serve")
    until(deployment.all_is_sent, "everything to be sent")
