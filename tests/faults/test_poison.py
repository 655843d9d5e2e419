"""A poison update among others: it is put aside and seen, the person is told, and nobody waits for it."""

import pytest

from tests.e2e.phones import until
from tests.faults.conftest import Note
from tests.faults.deployment import Deployment
from tests.faults.reporters import Reporter
from tests.faults.street import Street
from tests.faults.toll import toll_of

pytestmark = pytest.mark.slow

POISON = {
    "sqlite": (
        "create trigger poison before insert on visit when new.note = 'POISON' "
        "begin select raise(abort, 'the note POISON is refused'); end",
    ),
    "postgresql": (
        "create function refuse() returns trigger language plpgsql as "
        "$$ begin raise exception 'the note POISON is refused'; end $$",
        "create trigger poison before insert on visit for each row when (new.note = 'POISON') "
        "execute function refuse()",
    ),
}
WAYS = {"sqlite": "webhook", "postgresql": "polling"}


@pytest.fixture
def way(backend: str) -> str:
    """The one that the other tests leave out."""
    return WAYS[backend]


def test_a_poison_among_others(
    deployment: Deployment, street: Street, reporters: list[Reporter], backend: str, note: Note
) -> None:
    deployment.change(*POISON[backend])
    deployment.start("serve")
    victim, others = street.outside.phone("ppl-1"), reporters[1:]
    at_work = [street.live(reporter.work()) for reporter in others]
    victim.say("/lapor 3", "No. 3")
    victim.say("akses ditutup", "Apa yang menghalangi")
    assert "gagal diproses" in victim.say("POISON", "gagal diproses")
    assert "Target hari ini" in victim.say("/target")
    until(lambda: all(len(reporter.book) > 2 for reporter in others), "the others to go on")
    for reporter in others:
        reporter.stop()
    for person in at_work:
        person.result(60)
    until(deployment.all_is_sent, "everything to be sent")
    told = deployment.catat("status")
    [number] = [row.update_id for row in deployment.rows("select update_id from failure where parked")]
    assert f"{number}" in told
    assert "parked update" in told
    assert "POISON" not in told + deployment.log()
    toll = toll_of(deployment.database, others)
    toll.doubled.clear()  # the victim's updates are in nobody's book
    toll.none_but_repeats(at_most=0)
    note("a poison update", backend, "parked, shown by catat status; the person was told", lost=0, repeated=0)
