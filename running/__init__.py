"""The threads, the clock, the leases and the watches that the parts of one process share."""
