"""What a census means: plain values and rules. No I/O, no framework, no clock: `now` is always an argument."""
