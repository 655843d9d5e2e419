"""Leaders check reports: the states of a report, and reports as leaders see them."""
