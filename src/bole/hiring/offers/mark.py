"""The number beside the entry in the rail."""

from typing import Any

from django.db.models import QuerySet

from bole.foundation.access import actors
from bole.hiring.offers import queries


def rows() -> "QuerySet[Any]":
    """Offers whose candidates wait for the bank's answer."""
    return queries.asked(actors.current())
