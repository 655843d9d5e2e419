"""Sending, editing and deleting messages; answering button presses."""

from typing import Any

from sandbox.chats import Chat
from sandbox.html import units
from sandbox.keyboards import read_inline_markup, read_markup
from sandbox.methods.call import Call
from sandbox.refusals import bad
from sandbox.texts import formatted

Json = dict[str, Any]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
_LONGEST_ANSWER = 200
_REACTIONS = {"👍", "👎", "❤", "🔥", "🥰", "👏", "😁", "🤔", "🎉", "🙏", "👌", "💯", "🤝", "✍"}
"""Some of those that Telegram takes (https://core.telegram.org/bots/api#reactiontypeemoji)."""
_ACTIONS = {
    *("typing", "choose_sticker", "find_location", "upload_photo", "upload_document"),
    *("record_video", "upload_video", "record_voice", "upload_voice", "record_video_note", "upload_video_note"),
}


async def send_message(call: Call) -> Json:
    """sendMessage."""
    return deliver(call, _text(call))


async def send_location(call: Call) -> Json:
    """sendLocation."""
    latitude, longitude = call.params["latitude"], call.params["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad("wrong latitude or longitude specified")
    accuracy = call.get("horizontal_accuracy")
    extra = {"horizontal_accuracy": accuracy} if accuracy else {}
    return deliver(call, {"location": {"latitude": latitude, "longitude": longitude, **extra}})


def deliver(call: Call, content: Json) -> Json:
    """What all send methods share: the markup, the chat, the pace, then the message."""
    markup = read_markup(call.get("reply_markup"))
    chat = call.chat()
    call.bot.spend(chat)
    return chat.bot_says(content, markup, call.get("reply_parameters"))


def caption(call: Call) -> Json:
    """The caption and its entities, as fields of a message."""
    too_long = "message caption is too long"
    mode, given = call.get("parse_mode"), call.get("caption_entities")
    text, entities = formatted(call.text("caption"), mode, given, LONGEST_CAPTION, too_long)
    return {k: v for k, v in (("caption", text), ("caption_entities", entities)) if v}


def _text(call: Call) -> Json:
    mode, given = call.get("parse_mode"), call.get("entities")
    text, entities = formatted(call.text("text"), mode, given, LONGEST_TEXT, "message is too long")
    if not text:
        raise bad("message text is empty")
    return {"text": text, **({"entities": entities} if entities else {})}


async def edit_message_text(call: Call) -> Json:
    """editMessageText."""
    content = _text(call)
    markup = read_inline_markup(call.get("reply_markup"))
    chat = call.chat()
    entry = chat.editable(call.params["message_id"])
    if "text" not in entry.message:
        raise bad("there is no text in the message to edit")
    return _edit(call, chat, {"entities": None, **content}, markup)


async def edit_message_reply_markup(call: Call) -> Json:
    """editMessageReplyMarkup."""
    markup = read_inline_markup(call.get("reply_markup"))
    return _edit(call, call.chat(), {}, markup)


def _edit(call: Call, chat: Chat, content: Json, markup: Json | None) -> Json:
    entry = chat.editable(call.params["message_id"])
    call.bot.spend(chat)
    return chat.change(entry, content, markup)


async def delete_message(call: Call) -> bool:
    """deleteMessage."""
    call.bot.spend()
    call.chat().delete(call.params["message_id"])
    return True


async def pin_chat_message(call: Call) -> bool:
    """pinChatMessage."""
    call.bot.spend()
    call.chat().pin(call.params["message_id"])
    return True


async def unpin_chat_message(call: Call) -> bool:
    """unpinChatMessage."""
    call.bot.spend()
    call.chat().unpin(call.get("message_id"))
    return True


async def set_message_reaction(call: Call) -> bool:
    """setMessageReaction. A bot may use one emoji of Telegram's list."""
    given = call.get("reaction") or []
    if len(given) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(each.get("type") != "emoji" or each.get("emoji") not in _REACTIONS for each in given):
        raise bad("REACTION_INVALID")
    call.bot.spend()
    call.chat().react(call.params["message_id"], given[0]["emoji"] if given else "")
    return True


async def answer_callback_query(call: Call) -> bool:
    """answerCallbackQuery."""
    text = call.text("text")
    if units(text) > _LONGEST_ANSWER:
        raise bad("MESSAGE_TOO_LONG")
    call.bot.spend()
    reply = {"text": text, "show_alert": bool(call.get("show_alert")), "url": call.text("url")}
    call.bot.answer(call.text("callback_query_id"), reply)
    return True


async def send_chat_action(call: Call) -> bool:
    """sendChatAction."""
    if call.text("action") not in _ACTIONS:
        raise bad("wrong parameter action in request")
    call.bot.spend()
    call.chat().typing(call.text("action"))
    return True
