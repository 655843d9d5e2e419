"""Several processes of each kind: one of them does each thing, another takes over, and whoever ends says so."""

import time

import pytest

from tests.e2e.phones import until
from tests.faults.city import ENUMERATORS
from tests.faults.conftest import Note
from tests.faults.deployment import Deployment
from tests.faults.reporters import Reporter
from tests.faults.street import Street
from tests.faults.toll import toll_of

pytestmark = pytest.mark.slow

TAKEOVER_SECONDS = 15
MAIN = 7_000_000_001
SENDING, POLLING = f"sending:{MAIN}", f"polling:{MAIN}"
BEFORE_SEVEN, BEFORE_SIX = "2022-10-20T06:59:55+08:00", "2022-10-20T17:59:55+08:00"


@pytest.fixture
def backend() -> str:
    """Several processes are for PostgreSQL."""
    return "postgresql"


def test_another_takes_over(deployment: Deployment, street: Street, reporters: list[Reporter], note: Note) -> None:
    """The sender and the poller are killed, and nobody restarts them."""
    deployment.start("web-1", "web-2", "sender-1", "sender-2", "scheduler")
    until(lambda: deployment.holder(SENDING) and deployment.holder(POLLING), "somebody to send and to poll")
    at_work = [street.live(reporter.work()) for reporter in reporters]
    until(lambda: all(len(reporter.book) > 1 for reporter in reporters), "everybody at work")
    first = {lease: deployment.holder(lease) for lease in (SENDING, POLLING)}
    told = deployment.catat("status").splitlines()
    assert any("│ main" in line and all(holder in line for holder in first.values()) for line in told), told
    victims = [name_of(deployment, lease) for lease in first]
    assert [name.partition("-")[0] for name in victims] == ["sender", "web"]
    deployment.kill(*victims)
    killed = time.monotonic()
    for lease, before in first.items():
        until(lambda lease=lease, before=before: deployment.holder(lease) not in ("", before), f"a new {lease}")
        seconds = time.monotonic() - killed
        note(f"{lease.partition(':')[0]} killed, not restarted", "postgresql", "the other took over", recovery=seconds)
        assert seconds < TAKEOVER_SECONDS
    begun = {reporter.officer: len(reporter.book) for reporter in reporters}
    until(lambda: all(len(r.book) > begun[r.officer] for r in reporters), "everybody at work again")
    for reporter in reporters:
        reporter.stop()
    for person in at_work:
        person.result(60)
    until(deployment.all_is_sent, "everything to be sent")
    toll_of(deployment.database, reporters).none_but_repeats(at_most=len(victims))

    for name, code in deployment.stop().items():
        assert code == 0, name
    assert deployment.rows("select name from lease") == []
    assert len(deployment.rows("select id from process")) == len(victims)
    until(lambda: deployment.catat("status").count("gone?") == len(victims), "the status to miss them")


def name_of(deployment: Deployment, lease: str) -> str:
    """Which of our processes holds a lease."""
    [row] = deployment.rows(f"select pid from process where id = '{deployment.holder(lease)}'")  # noqa: S608
    return next(name for name in deployment.running if deployment.pid(name) == row.pid)


def test_two_of_everything_say_it_once(deployment: Deployment, street: Street, note: Note) -> None:
    """Two schedulers and two senders: one morning message, one reminder, one digest for each."""
    for phone in ("eko", "budi", *(officer.lower() for officer in ENUMERATORS)):
        street.telegram.chat(phone, None).opened = True
    everything = ("serve-1", "serve-2")
    deployment.settings["CATAT_LOG_LEVEL"] = "debug"
    deployment.set_clock(BEFORE_SEVEN)
    deployment.change(
        "update household set revisit_at = '2022-10-19 23:00:00+00', visits = 1, status = 'nobody_home' where no = 3"
    )
    deployment.change(
        "insert into pursuit (household, ladder, step, tries, begun_at, since, due_at, said, next_at) "
        "select id, 'nobody_home', 'visit', 0, revisit_at, revisit_at, revisit_at, 'new', revisit_at "
        "from household where no = 3"
    )
    deployment.start(*everything)
    phones = [street.outside.phone(officer.lower()) for officer in ENUMERATORS]
    for phone in phones:
        assert phone.hear("Selamat pagi")
    for phone in phones:
        until(lambda phone=phone: phone.told("Saatnya kunjungan ulang"), "the reminder")
    until(deployment.all_is_sent, "the morning to be sent")
    assert deployment.stop() == dict.fromkeys(everything, 0)
    deployment.set_clock(BEFORE_SIX)
    deployment.start(*everything)
    budi = street.outside.phone("budi")
    assert budi.hear("Laporan sore")
    until(deployment.all_is_sent, "the digest to be sent")
    deployment.wait_for_ticks(*everything)
    assert len(budi.told("Laporan sore")) == 1
    for phone in phones:
        assert (len(phone.told("Selamat pagi")), len(phone.told("Saatnya kunjungan ulang"))) == (1, 1)
    runs = deployment.rows(
        "select job, outcome from due_run "
        "where due_at >= '2022-10-19 22:00:00' and job in ('morning', 'digest') order by job"
    )
    assert [tuple(run) for run in runs] == [("digest", "done"), ("morning", "done")]
    note("two schedulers, two senders", "postgresql", "each message once", doubled=0, repeated=0)
