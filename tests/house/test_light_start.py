"""A command loads what it uses: `catat --help` almost nothing, `catat status` neither web nor bot."""

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import COMMANDS, load

ROOT = Path(__file__).resolve().parents[2]
WEB, DRAWING = {"fastapi", "uvicorn", "jinja2", "api"}, {"networkx", "fpdf", "resvg_py", "fontTools"}
BOT = {"telegram", "pyreqwest", "babel", "bot.talk", "bot.flows"}
PLAY = {"simulation.play", "simulation.stage", "sandbox"}
CLOCK = {"apscheduler", "scheduler"}
DATA = {"sqlalchemy", "sqlmodel", "psycopg", "alembic", "db"}
NEVER = {"--help": WEB | BOT | PLAY | CLOCK | DATA | DRAWING | {"pydantic", "structlog", "cryptography"}} | {
    "sample --out {}/city --households 10": WEB | BOT | PLAY | CLOCK | DATA | DRAWING,
    "sandbox --help": (BOT - {"pyreqwest"}) | CLOCK | DATA | DRAWING | {"simulation"},
    "status": WEB | BOT | PLAY | CLOCK | DRAWING | {"alembic", "simulation"},
    "db upgrade": WEB | BOT | PLAY | CLOCK | DRAWING | {"alembic", "simulation"},
    "audit K1": WEB | BOT | PLAY | CLOCK | DRAWING | {"alembic", "simulation"},
    "import areas {}/none.csv": WEB | BOT | PLAY | CLOCK | DRAWING | {"alembic", "simulation"},
    "bot list": WEB | PLAY | CLOCK | DRAWING | {"bot.talk", "bot.flows", "alembic", "simulation"},
    "job nudge": {"fastapi", "uvicorn", "alembic"} | PLAY | DRAWING,
    "serve --help": PLAY | DRAWING | {"alembic", "simulation"},
}
"""What each must not load: a package, or a module of ours, with all below it. The database is up to date."""


def loaded(line: str, folder: Path) -> set[str]:
    """The names of the modules that a command loads, run as a process of its own."""
    settings = {
        "CATAT_DATABASE_URL": f"sqlite:///{folder / 'catat.db'}",
        "CATAT_SECRET_KEY": "a-long-random-text-for-tests",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-X", "importtime", "-m", "cli", *line.format(folder).split()]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CATAT_")} | settings
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder)
    assert "Traceback" not in done.stderr
    return set(re.findall(r"^import time:[^|]*\|[^|]*\|\s+([\w.]+)$", done.stderr, re.MULTILINE))


@pytest.mark.parametrize("line", NEVER)
def test_a_command_loads_what_it_uses(line: str, sqlite_template: Path, tmp_path: Path) -> None:
    (tmp_path / "catat.db").write_bytes(sqlite_template.read_bytes())
    found = loaded(line, tmp_path)
    assert "cli.main" in found
    assert {name for name in found if any(name == bad or name.startswith(f"{bad}.") for bad in NEVER[line])} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    sentence = COMMANDS[name][1]
    help_ = inspect.cleandoc(load(name).help)
    assert " ".join(help_.split()).startswith(sentence.removesuffix("."))
    assert sentence.endswith(".")
