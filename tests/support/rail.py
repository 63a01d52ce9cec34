"""The rail of the console asks for its numbers on every page: one query for all that are counted."""

from bole.foundation.ui import navigation


def marks() -> int:
    """How many queries HR's rail takes beside the first of the bounds: none, but for numbers an entry asks
    for by itself (questions that wait, kept in mind for seconds)."""
    counted = any(item.rows for item in navigation.items())
    return counted + sum(1 for item in navigation.items() if item.waiting is not None) - 1
