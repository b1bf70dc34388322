"""Feedback: taken in, sorted with a hard stop, answered by a unit, closed."""
