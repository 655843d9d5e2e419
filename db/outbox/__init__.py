"""Updates that come in once and messages that leave once: inbox, outbox, claims, due runs, the card of the day."""
