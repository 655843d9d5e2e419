"""Telegram: updates to events, messages to calls of the Bot API, its failures and its pace."""
