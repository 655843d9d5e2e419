"""What a command does and whom it tells, one file a noun. Every face calls them: chat, page, clock, terminal."""
