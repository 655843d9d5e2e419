"""What `catat status` tells of work that is to be given back, and of households on nobody's list."""

import io
from datetime import timedelta

from rich.console import Console

from cli.status import trouble_table
from db.engine.work import Database, ReadWork
from db.status import unlisted, wishes
from tests.db.wishes import accept, ask
from tests.people import MORNING


def printed(work: ReadWork) -> str:
    """The table as an operator sees it."""
    paper = io.StringIO()
    Console(file=paper, width=200).print(trouble_table(work))
    return paper.getvalue()


def test_nothing_is_told_of_nothing(database: Database) -> None:
    with database.read() as work:
        assert (wishes(work), unlisted(work)) == ((0, None), 0)
        assert "households" not in printed(work)


def test_wishes_and_what_is_on_nobodys_list(database: Database) -> None:
    with database.work() as work:
        accept(work, ask(work, 3, 4), None)
        ask(work, 5, at=MORNING + timedelta(hours=2))
        ask(work, 6, reason="unsafe", at=MORNING + timedelta(hours=1))
    with database.read() as work:
        assert (wishes(work), unlisted(work)) == ((2, MORNING + timedelta(hours=1)), 2)
        told = printed(work)
    assert "2 households" in told
    assert "no leader has decided" in told
    assert "2022-10-20 02:00" in told
    assert "on nobody's list" in told
