"""Channels: how what people do comes in, and how what is told goes out. One folder a channel."""
