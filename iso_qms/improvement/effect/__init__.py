"""Effect, measured: the measure, its frozen baseline, its result."""
