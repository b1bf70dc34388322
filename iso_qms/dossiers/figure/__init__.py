"""Counts, figures, report II.06a and the score card."""
