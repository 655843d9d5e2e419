"""What is reported from the door: outcomes, where a household stands, corrections, details, receipt codes."""
