"""The clock: the timetable, what is due, and the jobs."""
