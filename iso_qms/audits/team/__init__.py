"""Who may inspect: independence computed, qualifications, exceptions decided by another, teams proposed."""
