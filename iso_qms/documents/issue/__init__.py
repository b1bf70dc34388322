"""Putting in force: alone or by an issue decision; suspended, superseded, withdrawn."""
