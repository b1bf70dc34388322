"""Dossiers held against the documented steps, and what really happens beside them."""
