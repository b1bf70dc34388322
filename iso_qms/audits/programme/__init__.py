"""The year's programme: which units are visited how often and why, what was looked at so far, the yearly summary."""
