"""What decides: states and moves, what differs, what is asked about, what a person may do when. Pure."""
