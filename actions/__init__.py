"""Actions: they carry out a command and tell people of it. Chat, page, clock and terminal call them."""
