"""What decides: states and their moves, what differs, what is asked about, what a person may do when. Pure."""
