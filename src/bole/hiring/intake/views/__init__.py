"""Pages of intake: for whoever applies, and for the bank."""
