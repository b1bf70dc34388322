"""A Word file as what a reader sees of it, and the outline of a document that is no procedure. Pure."""
