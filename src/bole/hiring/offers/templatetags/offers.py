"""Filters of the offer pages."""

from typing import Any

from django import template

from bole.foundation.ui import formats
from bole.hiring.offers import wording

register = template.Library()


@register.filter
def money(fen: int | None) -> str:
    """Fen as yuan."""
    return formats.money(fen)


@register.filter
def source_of(sources: dict[str, str], field: str) -> str:
    """Where the value of a field comes from."""
    return sources.get(field, "")


@register.filter
def of(found: dict[str, Any], key: str) -> Any:
    """A value by key; None without it."""
    return found.get(key)


@register.filter
def said_day(iso: str | None) -> str:
    """A kept day as people say it."""
    return wording.said_day(iso or "")
