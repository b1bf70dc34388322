"""Event logs: what happened to each dossier, in order of time."""
