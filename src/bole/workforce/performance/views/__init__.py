"""Pages of probations and plans."""
