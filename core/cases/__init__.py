"""Households that are still open: the ladder, deadlines and hours, reminders, letters for help, closing."""
