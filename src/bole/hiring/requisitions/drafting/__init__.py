"""Questions drafted by a language model, for a person to review. Pure: what is asked, checked and written."""
