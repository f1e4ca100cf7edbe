"""Floor 1: what a table, a page, a leaderboard contains in one language, as plain data."""
