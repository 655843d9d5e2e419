"""`catat simulate`: the report, the exit code, and no campaign in a database that is in use."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from cli.settings import SettingsError
from cli.simulate import as_table
from db.engine.work import Database
from simulation import play
from simulation.stage import Stage

runner = CliRunner()
TINY = ["simulate", "--households", "40", "--enumerators", "2", "--days", "2", "--seed", "5"]
FILES = {"report.md", "campaign.svg", "days.csv", "enumerators.csv", "checks.csv"}


def test_the_report_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("first", "second"):
        result = runner.invoke(app, [*TINY, "--out", str(tmp_path / name)])
        assert result.exit_code == 0, result.output
        assert "agree with the simulator's own books" in result.output
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("first", "second")
    )
    assert set(first) == FILES
    assert first == second
    assert b"<svg" in first["campaign.svg"]


def test_how_refusals_ended_is_in_the_report(tmp_path: Path) -> None:
    result = runner.invoke(app, [*TINY, "--refusing", "0.5", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "How refusals ended" in result.output
    page = (tmp_path / "report.md").read_text()
    assert "| step | settled at the door | given up | open |" in page
    assert "2022-10-18" in page, "cases are closed on the days after the fieldwork"


def test_a_difference_is_an_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    real = play.audit

    def audit(stage: Stage) -> None:
        with stage.database.work() as work:
            work.connection.exec_driver_sql("UPDATE household SET persons = 59 WHERE id = 1")
        real(stage)

    monkeypatch.setattr(play, "audit", audit)
    result = runner.invoke(app, TINY)
    assert result.exit_code == 1
    assert "household 1, PPL-0001 no. 1" in result.output


def test_a_database_in_use_is_refused(sqlite_database: Database) -> None:
    result = runner.invoke(app, [*TINY, "--database", sqlite_database.url.render_as_string(hide_password=False)])
    assert isinstance(result.exception, SettingsError)
    assert "not empty" in str(result.exception)


def test_more_enumerators_than_households_are_refused() -> None:
    result = runner.invoke(app, ["simulate", "--households", "3", "--enumerators", "4"])
    assert isinstance(result.exception, SettingsError)


def test_a_table_without_rows_has_a_sum() -> None:
    table = as_table("How refusals ended, by the step", ["step", "settled at the door", "open"], [])
    assert [column.footer for column in table.columns] == ["all", "0", "0"], "nobody refused in this campaign"
