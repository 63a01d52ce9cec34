"""What an opening asks of a résumé, in plain sentences; pure: the lists and today's date are arguments."""
