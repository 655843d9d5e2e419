"""`catat audit`: the story of a household, from all that was kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from cli.opening import campaign_of, open_database
from cli.settings import SettingsError, load_settings
from core.audit import Event, Stand
from core.face import Face
from db.audit import MOST, Story, households_meant, story

UNTOLD = 1
SEVERAL = 3
NAMES = ("enumerator", "status", "persons", "families", "hour", "case", "owner")
FACES = {
    Face.LINE: "chat, typed line",
    Face.GUIDED: "chat, guided",
    Face.BUTTON: "chat, button",
    Face.IMPORT: "import file",
    Face.CLOCK: "clock",
}
FAMILYS = ("head", "address", "lat", "lon")
"""The family's own data: told at the terminal, and never to machines."""


def audit(
    household: Annotated[str, typer.Argument(help="AREA/NUMBER, ENUMERATOR/NO (PPL-0001/12), or K and its id (K123).")],
    utc: Annotated[bool, typer.Option("--utc", help="Hours in UTC instead of the area's own zone.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, an event each.")] = False,
) -> None:
    """Tell the story of a household: who changed what, when, through which face, from what to what.

    Exit codes: 1, the household stands otherwise than its story ends; 2, there is none such; 3, several are meant.
    """
    settings = load_settings("secret_key")
    database = open_database(settings)
    try:
        with database.read() as work:
            meant = households_meant(work, household)
            if len(meant) == 1:
                found = story(work, meant[0], campaign_of(settings).fieldwork)
    finally:
        database.close()
    if not meant:
        forms = "AREA/NUMBER as in the prelist, ENUMERATOR/NO as on the list of today (PPL-0001/12), or K and its id"
        raise SettingsError(f"there is no household {household!r}: name it by {forms}")
    if len(meant) > 1:
        for row in meant:
            typer.echo(heading(row))
        more = ", or more" if len(meant) == MOST else ""
        typer.echo(f"{household} may mean {len(meant)} households{more}: name one by its K number.", err=True)
        raise typer.Exit(SEVERAL)
    lines = map(json.dumps, as_objects(found)) if as_json else as_text(found, UTC if utc else ZoneInfo(meant[0].zone))
    for line in lines:
        typer.echo(line)
    if found.untold:
        told = ", ".join(found.untold)
        typer.echo(f"The household stands otherwise than its story ends ({told}): see docs/operate.md.", err=True)
        raise typer.Exit(UNTOLD)


def heading(row: Any) -> str:
    """Which household it is, in one line."""
    place = f"list {row.enumerator} no. {row.no}" if row.enumerator else "on nobody's list"
    return f"K{row.id} · {row.area}/{row.number} · {place} · {row.head}, {row.address}"


def as_text(found: Story, zone: tzinfo) -> Iterator[str]:
    """The story for people. zone: whose clock."""
    yield heading(found.row)
    yield f"Hours are those of {zone}."
    for event in found.events:
        deed = event.deed
        late = f" (happened {_hour(deed.happened, zone)})" if deed.happened else ""
        yield ""
        yield f"{_hour(deed.at, zone)}{late} · {_who(found, deed.who)} · {FACES.get(deed.face, deed.face)}"
        yield f"  {deed.what.replace('_', ' ')}{_about(deed.about, zone)}{f': “{deed.note}”' if deed.note else ''}"
        for name in NAMES:
            was, now = (_shown(found, stand, name, zone) for stand in (event.before, event.after))
            if was != now:
                yield f"  {name}: {was} → {now}"
    stands = ", ".join(f"{name} {_shown(found, found.stands, name, zone)}" for name in NAMES)
    yield ""
    yield f"It stands: {stands}."


def as_objects(found: Story) -> Iterator[dict[str, Any]]:
    """The story for machines: the names of fields stay as they are. Hours are UTC; the family is not named."""
    for event in found.events:
        deed, person = event.deed, found.people.get(event.deed.who)
        yield {
            "household": found.row.id,
            "area": found.row.area,
            "number": found.row.number,
            "at": _plain(deed.at),
            "happened": _plain(deed.happened),
            "who": deed.who or None,
            "name": person.name if person else None,
            "role": person.role.value if person else None,
            "face": deed.face.value,
            "what": deed.what,
            "note": deed.note,
            "about": _plain(deed.about),
            "before": _stand(event, "before"),
            "after": _stand(event, "after"),
        }


def _stand(event: Event, which: str) -> dict[str, Any]:
    stand = getattr(event, which)
    return {name: _plain(getattr(stand, name)) for name in NAMES}


def _plain(value: Any) -> Any:
    """A value as JSON; of the family's own data only that there is some."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Mapping):
        return {name: each is not None if name in FAMILYS else _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _who(found: Story, who: str) -> str:
    person = found.people.get(who)
    return f"{who} {person.name} ({person.role})" if person else who or "by itself"


def _hour(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _shown(found: Story, stand: Stand, name: str, zone: tzinfo) -> str:
    value = getattr(stand, name)
    if name == "owner" and stand.case and value is None:
        return "the list's enumerator" if stand.enumerator else "nobody"
    return _word(value, zone)


def _word(value: Any, zone: tzinfo) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
    if isinstance(value, Mapping):
        return " ".join(f"{name} {_word(each, zone)}" for name, each in value.items())
    if isinstance(value, list):
        return "; ".join(_word(each, zone) for each in value)
    return "-" if value is None or value == "" else str(value)


def _about(about: Mapping[str, Any], zone: tzinfo) -> str:
    """What is told of a deed besides, in brackets."""
    if set(about) == {"before", "after"}:
        was, now = about["before"], about["after"]
        both = [
            f"{name} {_word(was.get(name), zone)} → {_word(now.get(name), zone)}" for name in sorted({**was, **now})
        ]
        return f" ({', '.join(both)})"
    told = ", ".join(f"{name} {_word(value, zone)}" for name, value in about.items())
    return f" ({told})" if told else ""
