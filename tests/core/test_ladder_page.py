"""The table of the ladders in docs/ladder.md is what the program prints."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.ladders import rows_of
from cli.main import app
from core.cases.ladder import LadderName, Ladders

PAGE = Path(__file__).parents[2] / "docs" / "ladder.md"
OWN = '[[refusal]]\nstep = "office"\nowner = "bps"\ndays = 0.5\ncloses = true\n'


def printed(*options: str) -> str:
    result = CliRunner().invoke(app, ["ladder", *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_page_shows_what_the_program_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CATAT_LADDERS", raising=False)
    table = "\n".join(line for line in PAGE.read_text().splitlines() if line.startswith("|"))
    assert table == printed("--markdown").rstrip("\n")
    assert table.count("\n") == len(rows_of(Ladders())) + 1


HOURS = {
    "refusal": {"visit": 3 * 24, "rt": 48, "leader": 72, "office": 72, "final": 72},
    "nobody_home": {"visit": 3 * 24, "neighbours": 48, "supervisor": 72},
    "appointment": {"hour": 24, "visit": 24, "supervisor": 48},
}


@pytest.mark.parametrize("ladder", LadderName)
def test_how_many_hours_each_step_has(ladder: LadderName) -> None:
    """On the page they are days: what a day is, is said here."""
    steps = Ladders().steps(ladder)
    assert {str(step.name): step.length.total_seconds() / 3600 for step in steps} == HOURS[ladder]


def test_the_terminal_shows_the_same_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CATAT_LADDERS", raising=False)
    lines = [line.replace("│", " ").split() for line in printed().splitlines() if "│" in line]
    assert lines == [" ".join(map(str, row)).split() for row in rows_of(Ladders())]


def test_a_campaigns_own_ladders_are_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN)
    monkeypatch.setenv("CATAT_LADDERS", str(tmp_path / "own.toml"))
    assert "| refusal | office | bps | 0.5 | 1 |  | yes |" in printed("--markdown")
