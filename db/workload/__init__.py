"""Lists, progress and teams in the database; giving back and sharing out."""
