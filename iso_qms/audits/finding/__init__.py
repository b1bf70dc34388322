"""Findings: noted, notified, replied to, concluded; graded by rules."""
