"""Attempts to earn points without an answer, run against the raters: `bole attack run`."""
