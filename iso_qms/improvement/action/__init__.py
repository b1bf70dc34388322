"""Corrective actions: planned, carried out, followed up, completed; their board, list and plan."""
