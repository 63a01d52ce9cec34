"""Fairness figures from counts of people. Nothing is computed about a person, and nothing where nothing
is known."""
