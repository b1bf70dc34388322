"""What the agency owes on a day by law or by its own rule."""
