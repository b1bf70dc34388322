"""Acknowledgement: whom a text concerns, questions, objections, briefings, and the proof."""
