"""Officers, chats and citizens in the database."""
