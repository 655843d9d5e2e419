"""Long polling, as the library does it and by hand."""

import asyncio

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from tests.sandbox.conftest import ANI, OTHER_TOKEN, TOKEN, Bench, until


async def test_updates_stay_until_confirmed(bench: Bench) -> None:
    for word in ("one", "two", "three"):
        await bench.phone("ani/text", {"text": word})
    first = await bench.ok("getUpdates", limit=2)
    assert [u["message"]["text"] for u in first] == ["/start", "one"]
    rest = await bench.ok("getUpdates", offset=first[-1]["update_id"] + 1)
    assert [u["message"]["text"] for u in rest] == ["two", "three"]
    assert [u["update_id"] for u in rest] == [first[-1]["update_id"] + 1, first[-1]["update_id"] + 2]
    assert await bench.ok("getUpdates", offset=-1) == rest[-1:]


async def test_a_waiting_poll_wakes_up(bench: Bench) -> None:
    start = (await bench.ok("getUpdates"))[0]["update_id"]
    poll = asyncio.create_task(bench.ok("getUpdates", offset=start + 1, timeout=15))
    await asyncio.sleep(0.1)
    await bench.phone("ani/text", {"text": "now"})
    assert [u["message"]["text"] for u in await asyncio.wait_for(poll, 5)] == ["now"]


async def test_the_newer_poll_ends_the_older(bench: Bench) -> None:
    start = (await bench.ok("getUpdates"))[0]["update_id"]
    older = asyncio.create_task(bench.call("getUpdates", offset=start + 1, timeout=15))

    async def ended_by_another() -> bool:
        assert await bench.ok("getUpdates", offset=start + 1) == []
        return older.done()

    await until(ended_by_another)
    told = await older
    assert told["error_code"] == 409
    assert told["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_only_wanted_kinds(bench: Bench) -> None:
    start = (await bench.ok("getUpdates", allowed_updates=["callback_query"]))[0]["update_id"]
    await bench.phone("ani/text", {"text": "unheard"})
    assert await bench.ok("getUpdates", offset=start + 1) == []


async def test_bots_do_not_hear_each_other(bench: Bench) -> None:
    assert (await bench.call("getUpdates", token=OTHER_TOKEN))["result"] == []
    assert (await bench.call("sendMessage", token=OTHER_TOKEN, chat_id=ANI, text="x"))["error_code"] == 400
    await bench.phone("ani/open", {"link": "https://t.me/other_bot?start=abc"})
    updates = (await bench.call("getUpdates", token=OTHER_TOKEN))["result"]
    assert [u["message"]["text"] for u in updates] == ["/start abc"]


async def test_delivered_twice_and_shuffled(bench: Bench) -> None:
    await bench.faults(deliver_twice=True, shuffle=True)
    for word in ("one", "two"):
        await bench.phone("ani/text", {"text": word})
    updates = await bench.ok("getUpdates")
    assert sorted(u["message"]["text"] for u in updates) == ["/start", "/start", "one", "one", "two", "two"]


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    button = InlineKeyboardButton("Again", callback_data="again")
    await update.message.reply_text(f"Echo: {update.message.text}", reply_markup=InlineKeyboardMarkup([[button]]))


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query
    await update.callback_query.answer("Pressed", show_alert=True)
    await update.callback_query.edit_message_text("Done")


async def test_an_application_of_the_library_polls(bench: Bench) -> None:
    urls = {"base_url": f"{bench.url}/bot", "base_file_url": f"{bench.url}/file/bot"}
    app = Application.builder().token(TOKEN).base_url(urls["base_url"]).base_file_url(urls["base_file_url"]).build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.add_handler(CallbackQueryHandler(answer))
    async with app:
        assert app.updater
        await app.updater.start_polling(poll_interval=0, timeout=10)
        await app.start()
        await bench.phone("budi/text", {"text": "Halo"})

        async def shows(index: int, text: str) -> bool:
            return [m["text"] for m in await bench.screen("budi")][index:] == [text]

        await until(lambda: shows(1, "Echo: Halo"))
        press = {"message_id": (await bench.screen("budi"))[1]["message_id"], "data": "again"}
        told = await bench.phone("budi/press", press)
        assert told == {"answered": True, "text": "Pressed", "show_alert": True, "url": ""}
        await until(lambda: shows(1, "Done"))
        await app.updater.stop()
        await app.stop()


async def test_the_library_sends_every_kind(bench: Bench, ptb: Bot) -> None:
    me = await ptb.get_me()
    assert (me.username, me.first_name) == ("echo_bot", "Echo")
    assert (await ptb.get_chat(ANI)).first_name == "Ani"
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Contact", request_contact=True)]], resize_keyboard=True)
    text = await ptb.send_message(ANI, "<b>Hello</b>", parse_mode="HTML", reply_markup=keyboard)
    assert text.entities[0].type == "bold"
    document = await ptb.send_document(ANI, b"a,b\n", filename="recap.csv", caption="Recap")
    assert document.document
    assert document.document.file_name == "recap.csv"
    fetched = await (await ptb.get_file(document.document.file_id)).download_as_bytearray()
    assert bytes(fetched) == b"a,b\n"
    place = await ptb.send_location(ANI, latitude=-6.2, longitude=106.8)
    assert place.location
    assert place.location.latitude == -6.2
    taken = await bench.phone("ani/photo")
    photo = await ptb.send_photo(ANI, taken["message"]["photo"][-1]["file_id"], caption="Yours")
    assert photo.photo[-1].width == 800
    assert await ptb.delete_message(ANI, photo.message_id)
    assert await ptb.send_chat_action(ANI, "typing")
    assert len(await bench.screen("ani")) == 5
