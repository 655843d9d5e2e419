"""`.env.example` and the program know the same settings."""

import re

from tests.house.source import ROOT, complain

LISTED = re.compile(r"^#? ?(CATAT_[A-Z0-9_]+)=", re.MULTILINE)


def settings_of_the_program() -> set[str]:
    """The environment variables that the program reads, written in capitals."""
    from cli.settings import Settings

    prefix = Settings.model_config.get("env_prefix", "")
    return {f"{prefix}{name}".upper() for name in Settings.model_fields}


def settings_in_the_example() -> list[str]:
    """The variables that .env.example lists, set or commented out."""
    return LISTED.findall((ROOT / ".env.example").read_text())


def test_the_example_lists_each_setting_once() -> None:
    listed = settings_in_the_example()
    complain("Listed twice in .env.example:", sorted({name for name in listed if listed.count(name) > 1}))


def test_the_example_lists_exactly_the_settings_of_the_program() -> None:
    read, listed = settings_of_the_program(), set(settings_in_the_example())
    complain(
        ".env.example and cli/settings.py differ:",
        [f"{name} is read but not listed" for name in read - listed]
        + [f"{name} is listed but not read" for name in listed - read],
    )
