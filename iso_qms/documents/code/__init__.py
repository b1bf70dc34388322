"""Codes of documents: patterns, the next free one, other codes when units merge."""
