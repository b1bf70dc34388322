"""Numbered copies: given out, recalled, never forgotten."""
