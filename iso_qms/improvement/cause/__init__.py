"""Causes: chains of why, their picture, classes, and what comes back."""
