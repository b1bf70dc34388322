"""What changed between two texts: blocks, rows and words. Most of it pure."""
