"""What `catat doctor` looks at, and what it finds."""
