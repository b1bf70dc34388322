"""Signs of formalism: prompts for a talk, never a score of a person."""
