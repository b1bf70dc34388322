"""Where documents are posted, and what hangs there in words of its own."""
