"""Risks and opportunities, each with an owner and a review day."""
