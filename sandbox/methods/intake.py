"""How a bot receives its updates: long polling or webhook."""

import re
from typing import Any

from sandbox.methods.call import Call
from sandbox.refusals import bad
from sandbox.updates import KINDS, Ask
from sandbox.webhooks import Webhook

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_MOST_CONNECTIONS = 100
_DEFAULT_CONNECTIONS = 40
_MOST_UPDATES = 100


async def get_updates(call: Call) -> list[dict[str, Any]]:
    """getUpdates."""
    limit = call.get("limit")
    ask = Ask(
        offset=call.get("offset") or 0,
        limit=limit if limit and 1 <= limit <= _MOST_UPDATES else _MOST_UPDATES,
        timeout=min(call.get("timeout") or 0, 50),
        allowed=_allowed(call),
    )
    return await call.bot.inbox.poll(ask)


async def set_webhook(call: Call) -> bool:
    """setWebhook. Plain http is accepted here, since the bot usually runs on the same machine; an empty url deletes."""
    url, secret = call.text("url"), call.text("secret_token")
    inbox = call.bot.inbox
    if url and not re.match(r"https?://[^/\s]+", url):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    connections = call.get("max_connections")
    if connections is not None and not 1 <= connections <= _MOST_CONNECTIONS:
        raise bad("max_connections must be between 1 and 100")
    allowed = _allowed(call)
    inbox.drop_webhook()
    if call.get("drop_pending_updates"):
        inbox.forget()
    if url:
        inbox.set_webhook(Webhook(url, secret, connections or _DEFAULT_CONNECTIONS), allowed)
    return True


async def delete_webhook(call: Call) -> bool:
    """deleteWebhook."""
    call.bot.inbox.drop_webhook()
    if call.get("drop_pending_updates"):
        call.bot.inbox.forget()
    return True


async def get_webhook_info(call: Call) -> dict[str, Any]:
    """getWebhookInfo."""
    inbox = call.bot.inbox
    info: dict[str, Any] = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(inbox.pending),
    }
    if inbox.courier:
        info |= {"url": inbox.courier.webhook.url, "max_connections": inbox.courier.webhook.max_connections}
        if inbox.courier.last_error:
            info["last_error_date"], info["last_error_message"] = inbox.courier.last_error
    if inbox.allowed:
        info["allowed_updates"] = list(inbox.allowed)
    return info


def _allowed(call: Call) -> list[str] | None:
    wanted = call.get("allowed_updates")
    return None if wanted is None else [str(kind) for kind in wanted if kind in KINDS] or list(wanted)
