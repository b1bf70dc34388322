"""The pages of controlled documents, by noun."""
