"""All methods of this Telegram: what each needs, what it may be given, who carries it out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.methods import intake, media, messages, profile
from sandbox.methods.call import Call

_QUIET = "disable_notification protect_content allow_paid_broadcast reply_parameters reply_markup"
_CAPTION = "caption parse_mode caption_entities show_caption_above_media"


@dataclass(frozen=True)
class Method:
    """One method; `required` and `optional` are parameter names with blanks between them."""

    name: str
    run: Callable[[Call], Awaitable[Any]]
    required: str = ""
    optional: str = ""


_ALL = (
    Method("getMe", profile.get_me),
    Method("getUpdates", intake.get_updates, "", "offset limit timeout allowed_updates"),
    Method(
        "setWebhook",
        intake.set_webhook,
        "",
        "url secret_token allowed_updates max_connections drop_pending_updates",
    ),
    Method("deleteWebhook", intake.delete_webhook, "", "drop_pending_updates"),
    Method("getWebhookInfo", intake.get_webhook_info),
    Method(
        "sendMessage",
        messages.send_message,
        "chat_id text",
        f"parse_mode entities link_preview_options {_QUIET}",
    ),
    Method("sendPhoto", media.send_photo, "chat_id photo", f"{_CAPTION} has_spoiler {_QUIET}"),
    Method(
        "sendDocument",
        media.send_document,
        "chat_id document",
        f"caption parse_mode caption_entities disable_content_type_detection {_QUIET}",
    ),
    Method("sendLocation", messages.send_location, "chat_id latitude longitude", f"horizontal_accuracy {_QUIET}"),
    Method("sendChatAction", messages.send_chat_action, "chat_id action"),
    Method(
        "editMessageText",
        messages.edit_message_text,
        "chat_id message_id text",
        "parse_mode entities link_preview_options reply_markup",
    ),
    Method("editMessageReplyMarkup", messages.edit_message_reply_markup, "chat_id message_id", "reply_markup"),
    Method("pinChatMessage", messages.pin_chat_message, "chat_id message_id", "disable_notification"),
    Method("unpinChatMessage", messages.unpin_chat_message, "chat_id", "message_id"),
    Method("setMessageReaction", messages.set_message_reaction, "chat_id message_id", "reaction is_big"),
    Method("deleteMessage", messages.delete_message, "chat_id message_id"),
    Method(
        "answerCallbackQuery",
        messages.answer_callback_query,
        "callback_query_id",
        "text show_alert url cache_time",
    ),
    Method("getFile", media.get_file, "file_id"),
    Method("getChat", profile.get_chat, "chat_id"),
    Method("setMyCommands", profile.set_my_commands, "commands", "scope language_code"),
    Method("getMyCommands", profile.get_my_commands, "", "scope language_code"),
    Method("deleteMyCommands", profile.delete_my_commands, "", "scope language_code"),
    Method("setMyName", profile.set_my_name, "", "name language_code"),
    Method("getMyName", profile.get_my_name, "", "language_code"),
    Method("setMyDescription", profile.set_my_description, "", "description language_code"),
    Method("getMyDescription", profile.get_my_description, "", "language_code"),
    Method("setMyShortDescription", profile.set_my_short_description, "", "short_description language_code"),
    Method("getMyShortDescription", profile.get_my_short_description, "", "language_code"),
)

METHODS = {method.name.lower(): method for method in _ALL}
