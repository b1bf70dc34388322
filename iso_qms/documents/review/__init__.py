"""Periodic reviews: when each document is looked at again, and why then."""
