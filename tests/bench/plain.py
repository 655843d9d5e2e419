"""A plain bot, as python-telegram-bot's examples write it: the talk of a visit in a ConversationHandler.

It keeps nothing, or one row for each update, committed before the reply goes out. Its transport is the library's own.
SQLite is written where the loop runs: one short statement costs less than a way to a thread and back. PostgreSQL is
written through an asynchronous connection. Updates are worked on one after the other, for the library supports a
ConversationHandler in no other way: with concurrent_updates it was no faster, and answers met the question before.
"""

from __future__ import annotations

import sqlite3
import sys
import warnings
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from tests.bench.texts import COMPLETE, HOW_MANY, LAPOR, MANY, WHICH, first_line, outcome_titles, said

HOUSEHOLD, OUTCOME, PERSONS = range(3)
TABLE = "CREATE TABLE IF NOT EXISTS arrived (update_id BIGINT PRIMARY KEY, chat BIGINT NOT NULL, said TEXT NOT NULL)"
LISTED = [(no, f"Keluarga {no}") for no in range(1, 9)]
MENU = ReplyKeyboardMarkup([["📋 Target", LAPOR, "🔁 Kunjungan"], ["🔎 Cek", "❔ Bantuan"]], resize_keyboard=True)

Store = Callable[[int, int, str], Awaitable[None]]


def keyboard(rows: list[list[tuple[str, str]]]) -> InlineKeyboardMarkup:
    """Buttons from (title, data)."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(text, callback_data=data) for text, data in row] for row in rows]
    )


def paired(items: list[tuple[str, str]], columns: int) -> list[list[tuple[str, str]]]:
    """Rows of so many."""
    return [items[at : at + columns] for at in range(0, len(items), columns)]


BELOW = [("‹ Kembali", "back"), ("✕ Batal", "cancel")]
RESULTS = [("many", MANY), *outcome_titles()]
OUTCOMES = keyboard([*paired([(title, f"outcome:{id}") for id, title in RESULTS], 2), BELOW])
NUMBERS = keyboard([*paired([(str(n), f"persons:{n}") for n in range(8, 16)], 4), BELOW])
HOUSEHOLDS = keyboard([*([(f"{no} · {head}", f"household:{no}:{head}")] for no, head in LISTED), BELOW])


async def start(update: Update, context: Any) -> None:
    """Welcome."""
    await update.message.reply_html(said("start.joined", name="", role="", officer=""), reply_markup=MENU)  # type: ignore[union-attr]


async def lapor(update: Update, context: Any) -> int:
    """Begin a report, with a number or without."""
    if not context.args:
        await update.message.reply_html(WHICH, reply_markup=HOUSEHOLDS)  # type: ignore[union-attr]
        return HOUSEHOLD
    return await ask_outcome(update, context, context.args[0], "")


async def household(update: Update, context: Any) -> int:
    """The household was pressed."""
    await update.callback_query.answer()  # type: ignore[union-attr]
    _, no, head = update.callback_query.data.split(":")  # type: ignore[union-attr]
    return await ask_outcome(update, context, no, head)


async def ask_outcome(update: Update, context: Any, no: str, head: str) -> int:
    """Which household it is, and the question."""
    context.user_data.update(no=no, head=head)
    asked = said("visit.what_happened", no=no, head=head, address="")
    await update.effective_message.reply_html(asked, reply_markup=OUTCOMES)  # type: ignore[union-attr]
    return OUTCOME


async def outcome(update: Update, context: Any) -> int:
    """The outcome was pressed or typed."""
    if update.callback_query:
        await update.callback_query.answer()
    await update.effective_message.reply_html(HOW_MANY, reply_markup=NUMBERS)  # type: ignore[union-attr]
    return PERSONS


async def persons(update: Update, context: Any) -> int:
    """The number was pressed or typed: the receipt."""
    if update.callback_query:
        await update.callback_query.answer()
        number = int(str(update.callback_query.data).split(":")[1])
    else:
        number = int(update.message.text)  # type: ignore[union-attr, arg-type]
    known = context.user_data
    line = first_line("visit.saved", no=known["no"], head=known["head"], outcome=COMPLETE)
    text = "\n".join([line, said("visit.saved_persons", n=number), "", "Hari ini 1 dari 12 (8%) · 1 dari 250"])
    await update.effective_message.reply_html(text, reply_markup=MENU)  # type: ignore[union-attr]
    return ConversationHandler.END


def talk() -> ConversationHandler[Any]:
    """The talk of a visit."""
    return ConversationHandler(
        [CommandHandler("lapor", lapor), MessageHandler(filters.Text([LAPOR]), lapor)],
        {
            HOUSEHOLD: [CallbackQueryHandler(household, "^household:")],
            OUTCOME: [CallbackQueryHandler(outcome, "^outcome:"), MessageHandler(filters.TEXT, outcome)],
            PERSONS: [CallbackQueryHandler(persons, "^persons:"), MessageHandler(filters.Regex(r"^\d+$"), persons)],
        },
        [CommandHandler("start", start)],
        allow_reentry=True,
    )


def sqlite_store(path: str) -> Store:
    """One row for each update, committed to SQLite as durably as Catat does it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(TABLE)

    async def store(update: int, chat: int, text: str) -> None:
        connection.execute("INSERT INTO arrived VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (update, chat, text))

    return store


async def postgres_store(url: str) -> Store:
    """One row for each update, committed to PostgreSQL."""
    connection = await psycopg.AsyncConnection.connect(url, autocommit=True)
    await connection.execute(TABLE)

    async def store(update: int, chat: int, text: str) -> None:
        insert = "INSERT INTO arrived VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
        await connection.execute(insert, (update, chat, text))

    return store


def main(token: str, telegram: str, kept: str) -> None:
    """Run the bot. kept: nothing, or the address of a database."""
    warnings.filterwarnings("ignore")
    store: Store | None = sqlite_store(kept.removeprefix("sqlite:///")) if kept.startswith("sqlite") else None

    async def prepare(_: Any) -> None:
        nonlocal store
        if kept.startswith("postgresql"):
            store = await postgres_store(kept)

    async def keep(update: Update, context: Any) -> None:
        if store is not None:
            text = (update.callback_query and update.callback_query.data) or update.effective_message.text  # type: ignore[union-attr]
            await store(update.update_id, update.effective_chat.id, str(text))  # type: ignore[union-attr]

    application = Application.builder().token(token).base_url(f"{telegram}/bot").post_init(prepare).build()
    application.add_handler(TypeHandler(Update, keep), -1)
    application.add_handler(talk())
    application.add_handler(CommandHandler("start", start))
    application.run_polling(timeout=25)


if __name__ == "__main__":
    main(*sys.argv[1:])
