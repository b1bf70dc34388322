"""A visit on a phone without network: what is taken along, what is sent back, each act once."""
