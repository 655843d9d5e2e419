"""The web side: the webhook, health, and later pages."""
