"""The bots of this deployment."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import col

from db.engine.locks import Turn, wait_for
from db.engine.work import ReadWork, Work
from db.tables import Bot

ALL = select(Bot.__table__).order_by(col(Bot.name))  # type: ignore[attr-defined]
ADD = insert(Bot)
CHANGE = (
    update(Bot)
    .where(col(Bot.id) == bindparam("bot"))
    .values(
        name=bindparam("name"),
        username=bindparam("username"),
        token_sealed=bindparam("token_sealed"),
        secret_sealed=bindparam("secret_sealed"),
        areas=bindparam("areas"),
        status=bindparam("status"),
    )
)
RETIRE = update(Bot).where(col(Bot.id) == bindparam("bot")).values(name=bindparam("name"), status="disabled")
STATUS = update(Bot).where(col(Bot.id) == bindparam("bot")).values(status=bindparam("status"))
REFUSED = (
    update(Bot)
    .where(col(Bot.id) == bindparam("bot"), col(Bot.token_sealed) == bindparam("token"), col(Bot.status) == "active")
    .values(status="refused")
)
NAMED = update(Bot).where(col(Bot.id) == bindparam("bot")).values(username=bindparam("username"))
USERNAME = select(col(Bot.username)).where(col(Bot.id) == bindparam("bot"))


@dataclass(frozen=True)
class BotRow:
    """A bot as it is stored; token and secret are sealed."""

    id: int
    name: str
    username: str
    token_sealed: str
    secret_sealed: str
    areas: tuple[str, ...]
    status: str


def bots(work: ReadWork) -> list[BotRow]:
    """All bots, by name."""
    return [
        BotRow(r.id, r.name, r.username, r.token_sealed, r.secret_sealed, tuple(r.areas), r.status)
        for r in work.rows(ALL)
    ]


def username_of(work: ReadWork, bot: int) -> str:
    """A bot's name on Telegram; empty while it is not known."""
    return work.value(USERNAME, bot=bot) or ""


def keep_bot(work: Work, bot: BotRow) -> None:
    """Add a bot, or change the one with this id; a bot that had the name before gives way and is disabled."""
    wait_for(work, Turn.BOTS)
    known = {row.id: row for row in bots(work)}
    for other in known.values():
        if other.name == bot.name and other.id != bot.id:
            work.change(RETIRE, bot=other.id, name=f"{other.name}-{other.id}")
    values = {
        "name": bot.name,
        "username": bot.username,
        "token_sealed": bot.token_sealed,
        "secret_sealed": bot.secret_sealed,
        "areas": list(bot.areas),
        "status": bot.status,
    }
    if bot.id in known:
        work.change(CHANGE, bot=bot.id, **values)
    else:
        work.change(ADD, id=bot.id, **values)


def set_status(work: Work, bot: int, status: str) -> bool:
    """Make a bot active, disabled or refused; False when there is none."""
    return work.change(STATUS, bot=bot, status=status) == 1


def refuse(work: Work, bot: BotRow) -> bool:
    """Telegram refuses the bot's token; False when the bot has another one by now, or this was known."""
    return work.change(REFUSED, bot=bot.id, token=bot.token_sealed) == 1


def set_username(work: Work, bot: int, username: str) -> None:
    """Keep the name that Telegram tells."""
    work.change(NAMED, bot=bot, username=username)


def bot_for(work: ReadWork, area: str) -> BotRow | None:
    """The active bot that serves an area: the one with the longest matching code, else one that serves everywhere."""

    def fit(bot: BotRow) -> int:
        return max((len(code) for code in bot.areas if area.startswith(code)), default=-1 if bot.areas else 0)

    serving = [bot for bot in bots(work) if bot.status == "active" and fit(bot) >= 0]
    return max(serving, key=fit, default=None)
