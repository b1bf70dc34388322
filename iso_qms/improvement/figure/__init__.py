"""The figures of improvement, each a click away from its rows."""
