"""Each promise about speed as a command that prints a ratio measured in the same run: `python -m benchmarks`."""
