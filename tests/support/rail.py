"""The rail of the console asks one question for each number it shows, on every page."""

from bole.foundation.ui import navigation


def marks() -> int:
    """How many numbers HR's rail asks for beside the one of the first bounds (questions that wait)."""
    return sum(1 for item in navigation.items() if item.waiting is not None) - 1
