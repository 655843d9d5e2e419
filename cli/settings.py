"""The settings: environment variables CATAT_... and the file `.env` beside the program's start."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AwareDatetime, BeforeValidator, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from cli.terminal import SettingsError as SettingsError
from core.cases.ladder import Ladders
from core.cases.ladder_file import read_ladders
from core.people.citizens import LANGUAGES
from core.review.states import read_rule
from core.workload.targets import Period, period_of

TOKEN = re.compile(r"\d+:[\w-]{10,}")
SECRET = re.compile(r"[\w-]{1,256}")
SECRETS = ("bot_token", "secret_key", "webhook_secret", "database_url", "metrics_token")
"""Settings that may stand in a file of their own: CATAT_..._FILE names it."""
SHORTEST_KEY = 16
LONGEST_CONTACT = 200
LEVELS = ("debug", "info", "warning", "error")
PREFIX = "CATAT_"
ALIKE = 0.7
"""How much a name must be like a setting's to be a misspelling of it; 1 is the same name."""

FORMS = {
    "http_port": "must be a number from 0 to 65535",
    "telegram_per_second": "must be a number from 0 to 1000",
    "clock": "must be an instant with its zone, like 2022-10-20T06:55+08:00",
}


def _nothing(value: object) -> object:
    return None if value == "" else value


Optional = Annotated[str | None, BeforeValidator(_nothing)]
OptionalInstant = Annotated[AwareDatetime | None, BeforeValidator(_nothing)]


class Settings(BaseSettings):
    """Everything that can be set; `.env.example` explains each."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", hide_input_in_errors=True)

    bot_token: Optional = None
    telegram_url: str = "https://api.telegram.org"
    telegram_per_second: int = Field(default=30, ge=0, le=1000)
    database_url: str = "sqlite:///var/catat.db"
    secret_key: Optional = None
    state_dir: str = "var"
    webhook_url: Optional = None
    webhook_secret: Optional = None
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    language: str = "id"
    period: str = "2022-10-15/2022-11-14"
    days_off: str = ""
    contact: str = ""
    review: str = "all"
    texts: Optional = None
    ladders: Optional = None
    clock: OptionalInstant = None
    log_level: str = "info"
    metrics_token: Optional = None
    otel_endpoint: Optional = None
    trusted_proxies: Optional = None
    bot_token_file: Optional = None
    secret_key_file: Optional = None
    webhook_secret_file: Optional = None
    database_url_file: Optional = None
    metrics_token_file: Optional = None

    @model_validator(mode="before")
    @classmethod
    def _files(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, **dict(_secrets_in_files(values))}

    @field_validator("secret_key")
    @classmethod
    def _key(cls, value: str | None) -> str | None:
        if value is not None and len(value) < SHORTEST_KEY:
            raise ValueError(f"must have {SHORTEST_KEY} characters or more, at random: .env.example tells how")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.lower() not in LEVELS:
            raise ValueError(f"must be one of {', '.join(LEVELS)}")
        return value.lower()

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies(cls, value: str | None) -> str | None:
        try:
            networks = [ip_network(each.strip()) for each in (value or "").split(",") if each.strip()]
        except ValueError:
            raise ValueError("must be addresses or networks, like 10.0.0.5,10.1.0.0/16") from None
        if any(network.prefixlen == 0 for network in networks):
            raise ValueError("must not trust the whole world")
        return value

    @field_validator("bot_token")
    @classmethod
    def _token(cls, value: str | None) -> str | None:
        if value is not None and not TOKEN.fullmatch(value):
            raise ValueError("is not a bot token (numbers, a colon, letters), as @BotFather gives it")
        return value

    @field_validator("telegram_url", "webhook_url", "otel_endpoint")
    @classmethod
    def _url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError("is not an address (https://...)")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("language")
    @classmethod
    def _language(cls, value: str) -> str:
        if value not in LANGUAGES:
            raise ValueError(f"must be one of {', '.join(LANGUAGES)}")
        return value

    @field_validator("period")
    @classmethod
    def _period(cls, value: str) -> str:
        _days(value)
        return value

    @field_validator("contact")
    @classmethod
    def _contact(cls, value: str) -> str:
        if len(value) > LONGEST_CONTACT:
            raise ValueError(f"must have {LONGEST_CONTACT} characters or fewer")
        return " ".join(value.split())

    @field_validator("review")
    @classmethod
    def _review(cls, value: str) -> str:
        read_rule(value)
        return value

    @field_validator("ladders")
    @classmethod
    def _ladders(cls, value: str | None) -> str | None:
        try:
            read_ladders(_text_of(value) if value else "")
        except ValueError as wrong:
            raise ValueError(f"is wrong in {value}: {wrong}") from None
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: str | None) -> str | None:
        if value is not None and not SECRET.fullmatch(value):
            raise ValueError("must be 1 to 256 letters, digits, - or _")
        return value

    @model_validator(mode="after")
    def _webhook(self) -> Settings:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("CATAT_WEBHOOK_SECRET must be set together with CATAT_WEBHOOK_URL")
        return self

    @model_validator(mode="after")
    def _off(self) -> Settings:
        try:
            self.fieldwork()
        except ValueError as wrong:
            raise ValueError(f"CATAT_DAYS_OFF {wrong}") from None
        return self

    def fieldwork(self) -> Period:
        """The days of fieldwork, and which of them are not worked."""
        period = _days(self.period)
        return period_of(period.start, period.end, self.days_off)

    def ladders_in_force(self) -> Ladders:
        """What follows a visit in vain."""
        return read_ladders(_text_of(self.ladders)) if self.ladders else Ladders()

    def start(self) -> datetime | None:
        """Where the program's clock starts; None for real time."""
        return self.clock


def _text_of(path: str) -> str:
    """A file as text; ValueError with a sentence when it cannot be had."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"cannot be read ({getattr(error, 'strerror', None) or 'it is no text'})") from None


def _secrets_in_files(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The secrets whose files are named; an empty file sets nothing. ValueError when one cannot be had."""
    for name in SECRETS:
        path, setting = values.get(f"{name}_file"), f"CATAT_{name.upper()}"
        if not path:
            continue
        try:
            secret = _text_of(path).strip()
        except ValueError as error:
            raise ValueError(f"{setting}_FILE {error}") from None
        if secret and values.get(name):
            raise ValueError(f"{setting} and {setting}_FILE are both set: choose one")
        if secret:
            yield name, secret


def _days(value: str) -> Period:
    first, slash, last = value.partition("/")
    try:
        return Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError as wrong:
        detail = str(wrong) if slash and "period" in str(wrong) else "must be two days like 2022-10-15/2022-11-14"
        raise ValueError(detail) from None


def no_settings(file: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """Names in the environment and in .env that look like settings and are none, each with the setting that was
    probably meant, else an empty text. `file` is what stands in .env, when it was read already.
    """
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    given = {name.upper() for name in (*os.environ, *(dotenv_values(".env") if file is None else file))}
    strange = sorted(name for name in given if name.startswith(PREFIX) and name not in known)
    return {name: _nearest(name, known) for name in strange}


def _nearest(name: str, known: list[str]) -> str:
    ends = [each.removeprefix(PREFIX) for each in known]
    return next((PREFIX + end for end in get_close_matches(name.removeprefix(PREFIX), ends, 1, ALIKE)), "")


def _only_in(file: Mapping[str, str | None]) -> dict[str, Any]:
    """The settings in .env that the environment does not set: the environment goes first."""
    environment = {name.upper() for name in os.environ}
    mine = {name.upper(): value for name, value in file.items() if value is not None}
    fields = {field: f"{PREFIX}{field.upper()}" for field in Settings.model_fields}
    return {field: mine[name] for field, name in fields.items() if name in mine and name not in environment}


def load_settings(*required: str) -> Settings:
    """The settings; SettingsError with one clear sentence when one is missing, misspelt or wrong."""
    file = dotenv_values(".env")
    for name, meant in no_settings(file).items():
        if meant:
            raise SettingsError(f"{name} is no setting; {meant} is probably meant")
    try:
        settings = Settings(**_only_in(file))
    except ValidationError as wrong:
        first = wrong.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        said = FORMS.get(field) or first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"CATAT_{field.upper()} {said}" if field else said) from None
    for field in required:
        if getattr(settings, field) is None:
            raise SettingsError(f"CATAT_{field.upper()} is not set: put it into the environment or into .env")
    return settings
