"""A campaign played through the real bot on a virtual clock, with books of its own to check the bot's figures."""
