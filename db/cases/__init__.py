"""Open households in the database: cases, acts, reminders, contact hours, letters, closing."""
