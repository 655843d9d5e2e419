"""Reports that wait to be checked, and carrying a leader's word out."""
