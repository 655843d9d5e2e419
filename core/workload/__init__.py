"""Who does how much by when: lists, targets, giving back, sharing out, teams."""
