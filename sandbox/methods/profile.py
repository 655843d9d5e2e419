"""What the bot says about itself, and what it may know about a chat."""

from typing import Any

from sandbox.methods.call import Call
from sandbox.profiles import check_language, read_scope
from sandbox.refusals import bad

Json = dict[str, Any]


async def get_me(call: Call) -> Json:
    """getMe."""
    return {
        **call.bot.user(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_chat(call: Call) -> Json:
    """getChat; a blocked chat is still known."""
    chat_id = call.params["chat_id"]
    chat = call.bot.chats.get(chat_id) if isinstance(chat_id, int) else None
    if chat is None or not chat.opened:
        raise bad("chat not found")
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return {
        **chat.shape(),
        "accent_color_id": chat.phone.user_id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, True),
    }


async def set_my_commands(call: Call) -> bool:
    """setMyCommands."""
    scope = read_scope(call.get("scope"))
    call.bot.spend()
    call.bot.profile.set_commands(scope, call.text("language_code"), call.params["commands"])
    return _changed(call)


async def get_my_commands(call: Call) -> list[Json]:
    """getMyCommands."""
    check_language(call.text("language_code"))
    return call.bot.profile.commands(read_scope(call.get("scope")), call.text("language_code"))


async def delete_my_commands(call: Call) -> bool:
    """deleteMyCommands."""
    check_language(call.text("language_code"))
    call.bot.spend()
    call.bot.profile.delete_commands(read_scope(call.get("scope")), call.text("language_code"))
    return _changed(call)


async def set_my_name(call: Call) -> bool:
    """setMyName."""
    return _set_text(call, "name")


async def set_my_description(call: Call) -> bool:
    """setMyDescription."""
    return _set_text(call, "description")


async def set_my_short_description(call: Call) -> bool:
    """setMyShortDescription."""
    return _set_text(call, "short_description")


async def get_my_name(call: Call) -> Json:
    """getMyName."""
    return {"name": call.bot.profile.text("name", call.text("language_code"))}


async def get_my_description(call: Call) -> Json:
    """getMyDescription."""
    return {"description": call.bot.profile.text("description", call.text("language_code"))}


async def get_my_short_description(call: Call) -> Json:
    """getMyShortDescription."""
    return {"short_description": call.bot.profile.text("short_description", call.text("language_code"))}


def _set_text(call: Call, what: str) -> bool:
    call.bot.spend()
    call.bot.profile.set_text(what, call.text(what), call.text("language_code"))
    return _changed(call)


def _changed(call: Call) -> bool:
    for chat in call.bot.chats.values():
        chat.tell_state()
    return True
