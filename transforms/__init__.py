"""What a report means: pure functions, text in, typed rows out."""
