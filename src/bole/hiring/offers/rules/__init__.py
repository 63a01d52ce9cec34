"""What an offer is made of and what may happen to it. Pure: every moment is an argument, amounts are fen."""
