"""What leaves for Telegram: forms that any Bot API server reads."""

import json
from urllib.parse import parse_qs

from bot.transport import Written


def test_a_call_is_written_as_a_form() -> None:
    keyboard = {"inline_keyboard": [[{"text": "1 · Siti & Ibu", "callback_data": "7:household:1"}]]}
    text = "<b>Sudah</b> 100% + 😀 = ya; a&b\nbaris dua"
    params = {"chat_id": -42, "text": text, "reply_markup": keyboard, "protect": True, "left_out": None}
    read = parse_qs(Written(params).body.decode(), strict_parsing=True)
    assert read["text"] == [text]
    assert (read["chat_id"], read["protect"], json.loads(read["reply_markup"][0])) == (["-42"], ["true"], keyboard)
    assert "left_out" not in read
