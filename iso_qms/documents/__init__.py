"""Controlled documents: revisions, approval, distribution and acknowledgement (ISO 9001:2015, 7.5)."""
