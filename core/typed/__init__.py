"""What people type: words and numbers (tokens), times and counts among them (pieces), instants (moments)."""
