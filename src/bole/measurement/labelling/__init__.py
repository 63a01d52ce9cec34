"""Answers cut into clauses and labelled by people (or others): the sets, their agreement, and how often the
structure rater says the same."""
