"""Pages of portraits, branches' variants and openings."""
