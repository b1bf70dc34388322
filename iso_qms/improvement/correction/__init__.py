"""What is put right at once, and wording that is corrected with a reason."""
