"""Word files that come in: the guard at the door, and a draft's own file come home."""
