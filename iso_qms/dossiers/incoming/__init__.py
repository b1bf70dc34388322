"""Files and rows of the one-stop software: read, previewed, mapped, taken in batch by batch."""
