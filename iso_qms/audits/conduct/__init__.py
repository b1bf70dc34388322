"""Findings on hours and conduct: who reads them, the ladder of what comes back, the end of names."""
