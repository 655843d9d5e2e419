"""The chat: Telegram in and out, the talks between, and delivery."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")  # python-telegram-bot's coming way of telling how long to wait
