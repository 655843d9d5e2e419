"""How fast Catat is beside plain bots, with real processes on both sides of a light stand-in for Telegram."""
