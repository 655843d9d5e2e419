"""Visits in the database: recording, where a household stands, corrections, details, finding, walking."""
