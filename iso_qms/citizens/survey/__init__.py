"""Surveys of satisfaction: asked without names, counted without small cells."""
