"""ISO-QMS."""
