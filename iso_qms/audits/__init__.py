"""Audits and inspections: programmes, visits, attendance, findings and minutes (ISO 9001:2015, 9.2)."""
