"""One visit: its timetable, its head-counts, what goes along on paper, and the minutes both sides sign."""
