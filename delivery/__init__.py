"""Delivery: what waits in the outbox leaves by its channel, each message once, one chat at a time."""
