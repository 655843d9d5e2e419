"""Checked files meet the database: compared with what is there, then written in one transaction or not at all."""
