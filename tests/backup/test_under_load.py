"""A copy made while people report, and processes that change over while people report: nothing is lost or doubled."""

import pytest

from tests.e2e.phones import until
from tests.faults.deployment import Deployment
from tests.faults.reporters import Reporter
from tests.faults.street import Street
from tests.faults.toll import toll_of

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("pg_bin"), pytest.mark.timeout(200)]
VISITS = "select count(*) from visit"
UNMATCHED = """
select count(*) from household h
where h.visits <> (select count(*) from visit v where v.household = h.id)
"""
REPORTS = "select officer, household, outcome, persons, note from visit"


@pytest.fixture
def way(backend: str) -> str:
    """One office asks for updates, a country has them delivered."""
    return "polling" if backend == "sqlite" else "webhook"


def more_visits(deployment: Deployment) -> None:
    """Wait until people have reported some more."""
    seen = deployment.number(VISITS)
    until(lambda: deployment.number(VISITS) > seen + 2, "more visits")


def finish(deployment: Deployment, reporters: list[Reporter], at_work: list) -> None:  # type: ignore[type-arg]
    for reporter in reporters:
        reporter.stop()
    for person in at_work:
        person.result(100)
    until(deployment.all_is_sent, "everything to be sent")


def test_a_copy_while_people_report(deployment: Deployment, street: Street, reporters: list[Reporter]) -> None:
    deployment.start("serve")
    at_work = [street.live(reporter.work()) for reporter in reporters]
    until(lambda: deployment.number(VISITS), "the first visits")
    before = deployment.number(VISITS)
    deployment.catat("backup", "copy")
    assert "stop serve-" in deployment.run("restore", "copy", "--replace").stderr
    more_visits(deployment)
    finish(deployment, reporters, at_work)
    toll_of(deployment.database, reporters).none_but_repeats(at_most=0)
    all_reports = set(deployment.rows(REPORTS))
    assert deployment.stop("serve") == {"serve": 0}

    deployment.database.close()
    deployment.catat("restore", "copy", "--replace")
    kept = set(deployment.rows(REPORTS))
    assert before <= len(kept) < len(all_reports)
    assert kept < all_reports
    assert deployment.number(UNMATCHED) == 0
    deployment.start("serve")
    number = max(reporters[0].book) + 1
    asked = "Siapa yang ditemui"
    assert street.outside.phone(reporters[0].chat.phone.id).say(f"/lapor {number}", asked)


def test_an_upgrade_while_people_report(deployment: Deployment, street: Street, reporters: list[Reporter]) -> None:
    """The new process starts, the old one is told to end; then the other way round, with a moment of nobody."""
    deployment.start("serve-1")
    at_work = [street.live(reporter.work()) for reporter in reporters]
    until(lambda: all(reporter.read for reporter in reporters), "the first answers")
    deployment.start("serve-2")
    assert deployment.stop("serve-1") == {"serve-1": 0}
    more_visits(deployment)
    assert deployment.stop("serve-2") == {"serve-2": 0}
    deployment.start("serve-3")
    more_visits(deployment)
    finish(deployment, reporters, at_work)
    toll_of(deployment.database, reporters).none_but_repeats(at_most=0)
