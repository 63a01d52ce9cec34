"""A language model as a second rater: what it is asked, and what of its answer is believed. Pure."""
