"""What may be typed at the desk, by noun."""
