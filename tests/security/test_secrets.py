"""Secrets: from the environment or a file, never short, never shown, compared so that time tells nothing."""

import ast
import re
from pathlib import Path

import pytest

from cli.settings import SECRETS, Settings, SettingsError, load_settings
from tests.house.source import PACKAGES, complain, modules, tree

GOOD = {
    "bot_token": "7000000001:the-secret-half-of-the-token",
    "secret_key": "a-long-random-text-for-tests",
    "webhook_secret": "only-telegram-knows",
    "database_url": "postgresql://catat:hush@db/catat",
    "metrics_token": "only-prometheus-knows",
}
SECRETIVE = re.compile(r"(^|_)(token|secret|password|signature|authorization)$")
OWN = {
    "cli/main_bot.py": "both come from the operator: the settings and what was sealed of them",
}
"""Files with comparisons that nobody outside can time, and why."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No settings but those of the test."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CATAT_{name.upper()}", raising=False)
    return tmp_path


def test_the_list_is_complete() -> None:
    assert set(SECRETS) == set(GOOD)
    assert {f"{name}_file" for name in SECRETS} == {name for name in Settings.model_fields if name.endswith("_file")}


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_in_a_file(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "secret").write_text(f"{GOOD[name]}\n")
    monkeypatch.setenv(f"CATAT_{name.upper()}_FILE", str(folder / "secret"))
    assert getattr(load_settings(), name) == GOOD[name]
    monkeypatch.setenv(f"CATAT_{name.upper()}", GOOD[name])
    with pytest.raises(SettingsError, match="are both set: choose one"):
        load_settings()


def test_a_file_named_in_the_settings_file(folder: Path) -> None:
    (folder / "secret").write_text(GOOD["secret_key"])
    (folder / ".env").write_text("CATAT_SECRET_KEY=\nCATAT_SECRET_KEY_FILE=secret\n")
    assert load_settings("secret_key").secret_key == GOOD["secret_key"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("secret_key", None, "CATAT_SECRET_KEY_FILE cannot be read (No such file"),
        ("secret_key", b"\xff\xfe\xff", "CATAT_SECRET_KEY_FILE cannot be read (it is no text)"),
        ("secret_key", b"fifteen-letters", "CATAT_SECRET_KEY must have 16 characters or more"),
        ("bot_token", b"hush", "CATAT_BOT_TOKEN is not a bot token"),
        ("database_url", b"hush", "CATAT_DATABASE_URL must begin with"),
    ],
)
def test_a_file_that_will_not_do(
    name: str, content: bytes | None, said: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (folder / "secret").write_bytes(content)
    monkeypatch.setenv(f"CATAT_{name.upper()}_FILE", str(folder / "secret"))
    with pytest.raises(SettingsError) as wrong:
        load_settings()
    assert str(wrong.value).startswith(said)
    assert "hush" not in str(wrong.value)
    assert "\n" not in str(wrong.value)


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("CATAT_SECRET_KEY", "short", "CATAT_SECRET_KEY must have 16 characters or more"),
        ("CATAT_LOG_LEVEL", "loud", "CATAT_LOG_LEVEL must be one of debug, info"),
        ("CATAT_TRUSTED_PROXIES", "*", "CATAT_TRUSTED_PROXIES must be addresses or networks"),
        ("CATAT_TRUSTED_PROXIES", "0.0.0.0/0", "CATAT_TRUSTED_PROXIES must not trust the whole world"),
        ("CATAT_OTEL_ENDPOINT", "collector", "CATAT_OTEL_ENDPOINT is not an address"),
    ],
)
def test_other_settings_that_will_not_do(setting: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(setting, value)
    with pytest.raises(SettingsError) as wrong:
        load_settings()
    assert str(wrong.value).startswith(said)


def is_secret(node: ast.expr) -> bool:
    """Whether this names something secret."""
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return bool(SECRETIVE.search(name))


def test_secrets_are_compared_in_constant_time() -> None:
    complain(
        "What somebody outside gives is compared with a secret by hmac.compare_digest:",
        [
            f"{name}:{node.lineno} {ast.unparse(node)}"
            for name in modules(*PACKAGES)
            if name not in OWN
            for node in ast.walk(tree(name))
            if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq | ast.In) for op in node.ops)
            for part in (node.left, *node.comparators)
            if is_secret(part) or (isinstance(part, ast.Tuple) and any(map(is_secret, part.elts)))
        ],
    )


def test_no_secret_stands_in_a_file_of_the_project() -> None:
    token = re.compile(r"\b\d{8,10}:AA[\w-]{33}\b")
    complain("A real bot token:", [name for name, text in modules().items() if token.search(text)])
