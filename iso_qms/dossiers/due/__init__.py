"""When dossiers are due: which limit holds, by which calendar, and reckoned again when either was corrected."""
