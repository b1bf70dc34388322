"""From a draft to an approved revision: its route, opinions, and the agency's seal."""
