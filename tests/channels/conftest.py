"""A process of the service, as in tests/bot."""

from tests.bot.conftest import office as office
