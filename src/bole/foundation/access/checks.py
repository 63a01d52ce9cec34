"""Checks at start-up: an unsafe set-up does not start."""


def register_all() -> None:
    """Register with Django's check framework."""
