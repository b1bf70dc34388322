"""Documented procedures: steps, papers, time limits and who answers for them (ISO 9001:2015, 4.4 and 8.1)."""
