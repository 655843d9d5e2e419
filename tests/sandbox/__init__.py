"""Tests of the local Telegram, through real HTTP."""
