"""Change requests: asked for, decided on, answered by a draft."""
