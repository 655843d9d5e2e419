"""What comes in once and what leaves once: inbox, outbox, claims, due runs, the card of the day."""
