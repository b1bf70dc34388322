"""What was promised: warnings, apologies, limits of lateness."""
