"""Dossiers: the cases handled at the one-stop desk, held against the procedure that was in force on their day.

ISO 9001:2015, clauses 8.5.1 and 9.1: whether services are provided as the controlled procedures say, by what happened
and not by what was written down.
"""
